<?php
/**
 * auth-url in PHP 8, without sip-elements/server: the file is all there is to it. SIP_SECRET and TURN_SECRET come
 * from the environment. Limit the requests of each address in the web server.
 */
declare(strict_types=1);

const DOMAIN = 'sip.test';
const TURN_URLS = ['turn:127.0.0.1:3478'];
const ORIGINS = ['https://shop.example'];
// Whom visitors may call, each as user@domain: Kamailio refuses all else.
const TARGETS = ['baresip@sip.test', 'slow@sip.test'];
const EXPIRES_IN = 300;

header('Content-Type: application/json');
header('Cache-Control: no-store');
header('Vary: Origin');

function refuse(int $status, string $error, string $message): never
{
    http_response_code($status);
    exit(json_encode(['error' => $error, 'message' => $message]));
}

// A browser says truly where a page comes from; any other program says what it likes.
$origin = $_SERVER['HTTP_ORIGIN'] ?? null;
if ($origin !== null && !in_array($origin, ORIGINS, true)) {
    refuse(403, 'origin-forbidden', 'This page may not call.');
}
if ($origin !== null) {
    header("Access-Control-Allow-Origin: $origin");
    header('Access-Control-Allow-Methods: POST');
    header('Access-Control-Allow-Headers: Content-Type');
}
if ($_SERVER['REQUEST_METHOD'] === 'OPTIONS') {
    http_response_code(204);
    exit;
}
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    header('Allow: POST, OPTIONS');
    refuse(405, 'method', 'Ask by POST.');
}
if (!preg_match('#^application/json\s*(;|$)#i', $_SERVER['CONTENT_TYPE'] ?? '')) {
    refuse(415, 'content-type', 'Send application/json.');
}

$asked = json_decode((string) file_get_contents('php://input', false, null, 0, 8192), true);
$page = is_array($asked) && is_string($asked['page'] ?? null) ? parse_url($asked['page']) : false;
if (!$page || !isset($page['scheme'], $page['host'])) {
    refuse(400, 'bad-request', 'Send {"target", "page"} as JSON.');
}
$pageOrigin = "$page[scheme]://$page[host]" . (isset($page['port']) ? ":$page[port]" : '');
if (!in_array($pageOrigin, ORIGINS, true)) {
    refuse(403, 'origin-forbidden', 'This page may not call.');
}
$target = $asked['target'] ?? null;
$address = is_string($target) ? preg_replace('#^sips?:|^tel:#i', '', $target) : null;
if ($address !== null && !str_contains($address, '@')) {
    $address .= '@' . DOMAIN;
}
if ($target !== null && !in_array($address, TARGETS, true)) {
    refuse(403, 'target-forbidden', 'This target cannot be called from here.');
}

// The same user for the whole visit. Of the site's own session, never of what the browser sends in the body.
session_start(['use_strict_mode' => true, 'cookie_httponly' => true, 'cookie_samesite' => 'Lax']);
$user = $_SESSION['sip_user'] ??= 'visitor-' . bin2hex(random_bytes(8));

/** The password of Kamailio's auth_ephemeral and of coturn's REST scheme. */
function password(string $name, string $secret): string
{
    return base64_encode(hash_hmac('sha1', $name, $secret, true));
}

[$secret, $turnSecret] = [(string) getenv('SIP_SECRET'), (string) getenv('TURN_SECRET')];
if ($secret === '' || $turnSecret === '') {
    error_log('SIP_SECRET and TURN_SECRET must be set.');
    refuse(500, 'internal', 'Something went wrong.');
}
$expires = time() + EXPIRES_IN;
$name = "$expires:$user";

// Facts of the site's own, an order number for example, are more fields; rawurlencode() their values.
$context = implode(';', [
    "user=$user",
    "exp=$expires",
    'targets=' . implode('|', TARGETS),
    'page=' . rawurlencode($pageOrigin . substr($page['path'] ?? '/', 0, 512)),
]);
$signature = rtrim(strtr(base64_encode(hash_hmac('sha256', $context, $secret, true)), '+/', '-_'), '=');

echo json_encode([
    'uri' => "sip:$user@" . DOMAIN,
    'authorization_user' => $name,
    'password' => password($name, $secret),
    'iceServers' => [[
        'urls' => TURN_URLS,
        'username' => $name,
        'credential' => password($name, $turnSecret),
    ]],
    'headers' => ['X-Call-Context' => "$context;hmac=$signature"],
    'expires_in' => EXPIRES_IN,
], JSON_UNESCAPED_SLASHES);
