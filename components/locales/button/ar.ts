import type { ButtonWords } from '../dictionary.ts';

/** العربية */
const ar: ButtonWords = {
  lang: 'ar',
  states: { loading: 'جارٍ الاتصال بالخدمة…', closed: 'مغلق' },
  errors: {
    'code-missing': 'لم يُحمَّل جزء من هذه الصفحة. يُرجى إعادة تحميل الصفحة ثم المحاولة مرة أخرى.',
    'webrtc-unsupported':
      'لا يمكن إجراء المكالمات في هذا المتصفح. يُرجى استخدام إصدار حديث من Chrome أو Edge أو Firefox أو Safari.',
    'page-insecure': 'لا يعمل الميكروفون إلا في الصفحات الآمنة. يُرجى فتح هذه الصفحة بعنوان يبدأ بـ https://.',
  },
  labels: { call: 'اتصال' },
  opensAgain: (when) => `مغلق الآن. موعد الفتح القادم: ${when}.`,
};

export default ar;
