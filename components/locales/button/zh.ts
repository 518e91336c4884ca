import type { ButtonWords } from '../dictionary.ts';

/** 简体中文 */
const zh: ButtonWords = {
  lang: 'zh-Hans',
  states: { loading: '正在连接…', closed: '休息中' },
  errors: {
    'code-missing': '此页面有一部分未能加载。请刷新页面后重试。',
    'webrtc-unsupported': '此浏览器无法拨打电话。请使用新版的 Chrome、Edge、Firefox 或 Safari。',
    'page-insecure': '麦克风只能在安全的页面上使用。请通过 https:// 开头的网址打开此页面。',
  },
  labels: { call: '呼叫' },
  opensAgain: (when) => `现在是非服务时间。下次服务开始时间：${when}。`,
};

export default zh;
