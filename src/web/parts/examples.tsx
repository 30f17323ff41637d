import { useState } from 'preact/hooks';
import type { PageContext } from '../context.ts';
import { Code } from './copy.tsx';
import { Tabs } from './tabs.tsx';

const LANGUAGES = ['curl', 'Python', 'JavaScript', 'PHP', 'Go'] as const;
type ProgramLanguage = (typeof LANGUAGES)[number];

/** The address of the server as the browser knows it. */
export const addressOf = ({ basePath }: Pick<PageContext, 'basePath'>): string => location.origin + basePath;

/** Where notifications are sent to: a configuration, or services that each of them names. */
export const notifyPath = ({ key, isStateful }: PageContext): string => (isStateful ? `/notify/${key}` : '/notify');

/** By the address to send to, and the field that says to whom. */
const EXAMPLES: Readonly<Record<ProgramLanguage, (url: string, field: string, value: string) => string>> = {
  curl: (url, field, value) =>
    `curl -d 'title=Laundry' -d 'body=The washing machine is done' -d '${field}=${value}' ${url}`,
  Python: (url, field, value) => `import json, urllib.request

message = {"title": "Laundry", "body": "The washing machine is done", "${field}": "${value}"}
request = urllib.request.Request(
    "${url}",
    data=json.dumps(message).encode(),
    headers={"Content-Type": "application/json"},
)
print(urllib.request.urlopen(request).status)`,
  JavaScript: (url, field, value) => `const response = await fetch('${url}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ title: 'Laundry', body: 'The washing machine is done', ${field}: '${value}' }),
});
console.log(response.status);`,
  PHP: (url, field, value) => `<?php
$message = ['title' => 'Laundry', 'body' => 'The washing machine is done', '${field}' => '${value}'];
$curl = curl_init('${url}');
curl_setopt_array($curl, [
    CURLOPT_POSTFIELDS => json_encode($message),
    CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
    CURLOPT_RETURNTRANSFER => true,
]);
curl_exec($curl);
echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE);`,
  Go: (url, field, value) => `package main

import (
	"fmt"
	"net/http"
	"net/url"
)

func main() {
	message := url.Values{"title": {"Laundry"}, "body": {"The washing machine is done"}, "${field}": {"${value}"}}
	response, err := http.PostForm("${url}", message)
	if err != nil {
		panic(err)
	}
	fmt.Println(response.Status)
}`,
};

const TABS = LANGUAGES.map((id) => ({ id, label: id }));

/** How programs send to a configuration. */
export function Examples({ context, label }: { readonly context: PageContext; readonly label: string }) {
  const [language, setLanguage] = useState<ProgramLanguage>('curl');
  const address = addressOf(context) + notifyPath(context);
  const [field, value] = context.isStateful ? (['tag', 'all'] as const) : (['urls', 'json://home.example'] as const);
  return (
    <Tabs label={label} tabs={TABS} selected={language} onSelect={setLanguage}>
      <Code text={EXAMPLES[language](address, field, value)} label={language} />
    </Tabs>
  );
}
