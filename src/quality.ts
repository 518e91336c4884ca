/**
 * How a call sounds, each second of it, beside the core (`sip-elements/quality`): scores by the E-model (ITU-T G.107),
 * warnings and a summary.
 *
 * ```ts
 * const monitor = new QualityMonitor(session);
 * monitor.on('qualitywarning', ({ name, active }) => console.log(name, active));
 * session.on('ended', () => console.log(monitor.summary));
 * ```
 * @packageDocumentation
 */
export type { QualityGrade } from './media/mos.ts';
export { QualityMonitor, type MonitoredSession, type QualityEvents } from './media/quality.ts';
export type { QualitySample } from './media/quality-sample.ts';
export type { QualitySummary } from './media/quality-summary.ts';
export type { QualityWarning, QualityWarningName } from './media/quality-warnings.ts';
