// Twilio's own calculator of SMS segments. Reads one JSON line with texts, prints one JSON line with what each costs.
import { createInterface } from 'node:readline';
import calculator from 'sms-segments-calculator';

for await (const line of createInterface({ input: process.stdin })) {
  const counts = JSON.parse(line).texts.map((text) => new calculator.SegmentedMessage(text).segmentsCount);
  console.log(JSON.stringify({ event: 'counts', counts }));
}
