package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import heed.model.testing.Promise;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, run in processes of its own. */
class PackagedJarIT {
    private static final Path JAR = Path.of("target", "heed.jar").toAbsolutePath();
    private static final String OPT_OUT = """
            { "id": "opt-out", "name": "Opt out Canada",
              "who": { "field": "Country", "operator": "equals", "value": "Canada" },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
              "run": { "mode": "once" } }
            """;

    private static final String NEWS = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    private static final Pattern LINK = Pattern.compile("List-Unsubscribe: <https://mail.example.com(/[^>]+)>");
    private static final Pattern ADDRESS = Pattern.compile("Listening at (http://127.0.0.1:\\d+)/");

    @TempDir
    Path folder;

    private record ProcessResult(int code, String out, String err) {}

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private ProcessResult heed(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ProcessResult(process.waitFor(), out, err);
    }

    private void people(int count) throws IOException {
        try (BufferedWriter people = Files.newBufferedWriter(folder.resolve("people.csv"))) {
            people.write("Email,Country\n");
            for (int i = 0; i < count; i++) {
                people.write("p" + i + "@example.com," + (i % 4 == 0 ? "Canada" : "Peru") + "\n");
            }
        }
    }

    @Test
    void all_commands_from_import_to_undo_write_only_their_result_to_standard_output() throws Exception {
        people(400);
        Files.writeString(folder.resolve("opt-out.json"), OPT_OUT);
        assertThat(heed("--version").out()).startsWith("heed 0.");
        assertThat(heed("validate", "opt-out.json"))
                .isEqualTo(new ProcessResult(0, "opt-out.json is valid: Opt out Canada\n", ""));
        ProcessResult imported = heed("import", "people.csv", "--new-store");
        assertThat(imported.code()).isZero();
        assertThat(imported.err()).startsWith("note: created the store ./heed.db.\n");
        assertThat(heed("preview", "opt-out.json").out()).contains("Affected 100 of 400 prospects. Ignored 300.");
        assertThat(heed("run", "opt-out.json", "--json").out()).contains("\"applied\" : 100");
        assertThat(heed("run", "opt-out.json").code()).isEqualTo(3);
        assertThat(heed("undo", "2").out()).contains("100 values put back");
    }

    @Test
    @Promise(1)
    void a_mail_is_sent_and_only_the_button_behind_its_link_unsubscribes() throws Exception {
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        people(2);
        Files.writeString(folder.resolve("news.json"), NEWS);
        Files.writeString(
                folder.resolve("heed-mail.json"), """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" }, "from": "news@example.com",
                  "bounces": "bounces@example.com", "publicUrl": "https://mail.example.com" }
                """.formatted(relay.getSmtp().getPort()));
        heed("import", "people.csv", "--new-store");
        assertThat(heed("run", "news.json", "--confirm", "2").code()).isZero();
        String link = linkOfMailTo(relay, "p1@example.com");

        Process listen = start("listen", "--port", "0");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(listen.getInputStream(), StandardCharsets.UTF_8))) {
            URI page = URI.create(firstGroup(ADDRESS, out.readLine()) + link);
            HttpResponse<String> pageShown = http(HttpRequest.newBuilder(page).GET());
            assertThat(pageShown.statusCode()).isEqualTo(200);
            assertThat(pageShown.body()).contains("<form method=\"post\"><button>Unsubscribe</button></form>");
            http(HttpRequest.newBuilder(page).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(heed("suppression", "list").out()).doesNotContain("p1@example.com");

            HttpResponse<String> buttonPressed = http(HttpRequest.newBuilder(page)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click")));
            assertThat(buttonPressed.statusCode()).isEqualTo(200);
            assertThat(buttonPressed.body()).contains("You are unsubscribed");
            assertThat(heed("suppression", "list").out()).containsPattern("p1@example.com +Email Opt Out");
            assertThat(http(HttpRequest.newBuilder(page)).body())
                    .contains("You are unsubscribed")
                    .doesNotContain("<form");
        } finally {
            listen.toHandle().destroy();
        }
        assertThat(listen.waitFor()).isZero();
        assertThat(heed("run", "news.json", "--resend", "--confirm", "2").code())
                .isZero();
        assertThat(relay.getReceivedMessages()).hasSize(3);
        relay.stop();
    }

    private static String linkOfMailTo(GreenMail relay, String address) {
        return Arrays.stream(relay.getReceivedMessages())
                .map(GreenMailUtil::getWholeMessage)
                .filter(mail -> mail.contains("To: " + address))
                .map(mail -> firstGroup(LINK, mail))
                .findFirst()
                .orElseThrow();
    }

    private static String firstGroup(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> http(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void every_command_runs_once_to_archive_its_classes() throws Exception {
        Process warmUp = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        JAR.toString(),
                        WarmUp.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(warmUp.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(warmUp.waitFor()).isZero();
    }

    @Test
    void a_closed_pipe_is_not_an_error() throws Exception {
        people(6_000);
        heed("import", "people.csv", "--new-store");
        Process export = start("export");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(export.getInputStream(), StandardCharsets.UTF_8), 64)) {
            assertThat(out.readLine()).startsWith("Id,Email,");
        }
        assertThat(new String(export.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(export.waitFor()).isZero();
    }

    @Test
    void a_terminated_import_keeps_its_batches_and_reports_how_to_continue() throws Exception {
        people(40_000);
        Process process = start("import", "people.csv", "--new-store");
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            assertThat(err.readLine()).startsWith("note: created the store");
            process.toHandle().destroy();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(err.lines()).last().asString().contains("stopped on request", "the same command again");
        }
        assertThat(process.exitValue()).isEqualTo(1);
        ProcessResult again = heed("import", "people.csv", "--new-store", "--json");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("\"rejected\" : 0").doesNotContain("\"unchanged\" : 0");
    }
}
