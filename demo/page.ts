/** The script of the demo: it defines the elements, and gives the agent a voice and a loudspeaker switch. */
import '../components/define/sip-call-button.ts';
import '../components/define/sip-phone.ts';
import { generatedVoice } from './voice.ts';

const agent = document.querySelector('sip-phone');
const loudspeaker = document.querySelector<HTMLInputElement>('#loudspeaker');

if (agent) agent.mediaStream = generatedVoice();
loudspeaker?.addEventListener('change', () => {
  if (agent) agent.volume = loudspeaker.checked ? 1 : 0;
});
