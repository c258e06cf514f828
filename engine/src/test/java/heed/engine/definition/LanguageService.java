package heed.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** VS Code's language service for JSON, in a Node process. {@code src/test/vscode} has the script and the version. */
final class LanguageService {
    private static final Path FOLDER = Path.of("src/test/vscode");
    private static final String REQUIRED = "HEED_VSCODE";
    private static final JsonMapper JSON = new JsonMapper();

    private LanguageService() {}

    /** A mark in a document; line and column start at 1. */
    record Mark(int line, int column, String message) {}

    /**
     * Skips the test if the service is not installed, or fails it if the variable HEED_VSCODE is {@code required}. {@code npm ci
     * --prefix engine/src/test/vscode} installs it.
     */
    static void require() {
        boolean installed = Files.isDirectory(FOLDER.resolve("node_modules/vscode-json-languageservice"));
        if (!installed && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError("VS Code's language service is required and not installed");
        }
        assumeTrue(installed, "VS Code's language service is not installed; see CONTRIBUTING.md");
    }

    /** Returns the marks of each document, checked with the schema. */
    static List<List<Mark>> marks(String schema, List<String> documents) throws IOException, InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("schema", schema);
        documents.forEach(request.putArray("documents")::add);
        Path in = Files.createTempFile("heed", ".json");
        Path out = Files.createTempFile("heed", ".json");
        try {
            JSON.writeValue(in, request);
            Process node = new ProcessBuilder("node", FOLDER.resolve("marks.js").toString())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!node.waitFor(5, TimeUnit.MINUTES)) {
                node.destroyForcibly();
            }
            assertThat(node.waitFor()).isZero();
            List<List<Mark>> marks = new ArrayList<>();
            for (JsonNode document : JSON.readTree(out)) {
                marks.add(document.valueStream()
                        .map(mark -> new Mark(
                                mark.get("line").asInt(),
                                mark.get("column").asInt(),
                                mark.get("message").stringValue()))
                        .toList());
            }
            assertThat(marks).hasSameSizeAs(documents);
            return marks;
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}
