import { useState } from 'preact/hooks';
import type { PageContext } from '../context.ts';
import { Code } from './copy.tsx';
import { Tabs } from './tabs.tsx';

const LANGUAGES = ['curl', 'Python', 'JavaScript', 'PHP', 'Go'] as const;
type ProgramLanguage = (typeof LANGUAGES)[number];

/** The address of the server as the browser knows it. */
export const addressOf = ({ basePath }: Pick<PageContext, 'basePath'>): string => location.origin + basePath;

const EXAMPLES: Readonly<Record<ProgramLanguage, (url: string) => string>> = {
  curl: (url) => `curl -d 'title=Laundry' -d 'body=The washing machine is done' -d 'tag=all' ${url}`,
  Python: (url) => `import json, urllib.request

message = {"title": "Laundry", "body": "The washing machine is done", "tag": "all"}
request = urllib.request.Request(
    "${url}",
    data=json.dumps(message).encode(),
    headers={"Content-Type": "application/json"},
)
print(urllib.request.urlopen(request).status)`,
  JavaScript: (url) => `const response = await fetch('${url}', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ title: 'Laundry', body: 'The washing machine is done', tag: 'all' }),
});
console.log(response.status);`,
  PHP: (url) => `<?php
$message = ['title' => 'Laundry', 'body' => 'The washing machine is done', 'tag' => 'all'];
$curl = curl_init('${url}');
curl_setopt_array($curl, [
    CURLOPT_POSTFIELDS => json_encode($message),
    CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
    CURLOPT_RETURNTRANSFER => true,
]);
curl_exec($curl);
echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE);`,
  Go: (url) => `package main

import (
	"fmt"
	"net/http"
	"net/url"
)

func main() {
	message := url.Values{"title": {"Laundry"}, "body": {"The washing machine is done"}, "tag": {"all"}}
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
  return (
    <Tabs label={label} tabs={TABS} selected={language} onSelect={setLanguage}>
      <Code text={EXAMPLES[language](`${addressOf(context)}/notify/${context.key}`)} label={language} />
    </Tabs>
  );
}
