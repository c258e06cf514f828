// Prints the marks that VS Code's language service for JSON sets on documents. Standard input has JSON:
// {"schema": the text of a schema, "documents": texts}. Standard output has a list of marks for each document.
"use strict";
const { getLanguageService, TextDocument } = require("vscode-json-languageservice");

async function main() {
  const { schema, documents } = JSON.parse(require("fs").readFileSync(0, "utf8"));
  // The schema that a definition names by "$schema" is the tested one; nothing is downloaded.
  const service = getLanguageService({ schemaRequestService: () => Promise.resolve(schema) });
  service.configure({
    validate: true,
    allowComments: false,
    schemas: [{ uri: "heed://schema.json", fileMatch: ["*.json"], schema: JSON.parse(schema) }],
  });
  const marks = [];
  for (const text of documents) {
    const document = TextDocument.create("file:///automation.json", "json", 1, text);
    const found = await service.doValidation(document, service.parseJSONDocument(document), { schemaValidation: "error" });
    marks.push(
      found.map((mark) => ({ line: mark.range.start.line + 1, column: mark.range.start.character + 1, message: mark.message })),
    );
  }
  process.stdout.write(JSON.stringify(marks));
}

main();
