package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with an empty profile, controlled through its driver (W3C WebDriver). */
final class ChromiumBrowser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String REQUIRED = "HEED_CHROMIUM";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final URI driverUri;
    private final String session;

    /**
     * Starts a browser. If Chromium or its driver is not installed, the test is skipped, or fails with
     * HEED_CHROMIUM=required.
     *
     * @param profile an empty folder
     */
    static ChromiumBrowser open(Path profile) throws IOException {
        boolean installed = Files.isExecutable(DRIVER) && Files.isExecutable(Path.of("/usr/bin/chromium"));
        if (!installed && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError("Chromium with its driver is required and not installed");
        }
        assumeTrue(installed, "Chromium with its driver is not installed; see CONTRIBUTING.md");
        return new ChromiumBrowser(profile);
    }

    private ChromiumBrowser(Path profile) throws IOException {
        driver = new ProcessBuilder(DRIVER.toString(), "--port=0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        driverUri = URI.create("http://127.0.0.1:" + port() + "/");
        session = "session/"
                + post(
                                "session",
                                Map.of(
                                        "capabilities",
                                        Map.of(
                                                "alwaysMatch",
                                                Map.of("goog:chromeOptions", Map.of("args", arguments(profile))))))
                        .get("sessionId")
                        .asString();
    }

    private static List<String> arguments(Path profile) {
        return List.of(
                "--headless",
                "--no-sandbox", // the sandbox does not work as root; only our own page is shown
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
    }

    /** Reads the output of the driver up to its port. The rest is short and fits into the pipe unread. */
    private String port() throws IOException {
        BufferedReader out = driver.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return started.group(1);
            }
        }
        throw new AssertionError("the driver ended without naming its port");
    }

    /** Opens a page and waits until it is loaded. */
    void visit(URI page) throws IOException {
        post(session + "/url", Map.of("url", page.toString()));
    }

    /** Returns the text of the page as a reader sees it. */
    String visibleText() throws IOException {
        return runScript("return document.body ? document.body.innerText : ''").asString();
    }

    /** Waits until the visible text contains some words, and returns it; after a time-out, returns it without them. */
    String visibleText(String words) throws IOException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        String text = visibleText();
        while (!text.contains(words) && System.nanoTime() < end) {
            text = visibleText();
        }
        return text;
    }

    /** Runs a script on the page and returns its result. */
    JsonNode runScript(String script) throws IOException {
        return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Clicks on the middle of the visible part of an element. */
    void click(String selector) throws IOException {
        JsonNode found = post(session + "/element", Map.of("using", "css selector", "value", selector));
        String element = found.values().iterator().next().asString();
        post(session + "/element/" + element + "/click", Map.of());
    }

    private JsonNode post(String path, Object body) throws IOException {
        return send(HttpRequest.newBuilder(driverUri.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body()).get("value");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            send(HttpRequest.newBuilder(driverUri.resolve(session)).DELETE());
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
        }
    }
}
