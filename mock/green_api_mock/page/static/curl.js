/** A request as a line for a POSIX shell. */
export function curlOf({ method, path, headers, body }, origin) {
  const words = ["curl", "-X", method, quote(origin + path)];
  for (const [name, value] of Object.entries(headers)) words.push("-H", quote(`${name}: ${value}`));
  if (body instanceof FormData) {
    for (const [name, value] of body) {
      if (value instanceof File) words.push("-F", quote(`${name}=@${value.name}`));
      else words.push("--form-string", quote(`${name}=${value}`));
    }
  } else if (body !== null) words.push("-d", quote(onOneLine(body)));
  return words.join(" ");
}

function onOneLine(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text; // broken on purpose, so it stays as it is
  }
}

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
