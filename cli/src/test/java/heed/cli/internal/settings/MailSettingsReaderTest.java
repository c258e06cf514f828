package heed.cli.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailSettingsReaderTest {
    @TempDir
    Path folder;

    private ReadResult<MailSettings> read(String smtp, String more) {
        SourceText source = new SourceText("mail.json", """
                { "smtp": { "host": "smtp.example.com"%s }, "bounces": "bounces@example.com"%s }
                """.formatted(smtp, more));
        return MailSettingsReader.read(source, folder, Map.of());
    }

    private MailSettings valid(String smtp, String more) {
        return read(smtp, more).either(ReadResult.Valid::value, invalid -> {
            throw new AssertionError(invalid.problems().toString());
        });
    }

    private List<String> problems(String more) {
        return read("", more)
                .either(
                        valid -> List.of(),
                        invalid -> invalid.problems().stream()
                                .map(problem -> problem.pointer() + " " + problem.message())
                                .toList());
    }

    @Test
    void the_settings_can_change_the_retry_schedule() {
        assertThat(valid("", "").delivery().retrySchedule().delays()).hasSize(14);
        assertThat(valid("", ", \"delivery\": { \"retries\": { \"afterMinutes\": [0.5, 30, 1440], \"jitter\": 0.2 } }")
                        .delivery()
                        .retrySchedule())
                .satisfies(retries -> {
                    assertThat(retries.delays())
                            .containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(30), Duration.ofDays(1));
                    assertThat(retries.jitter()).isEqualTo(0.2);
                });
    }

    @Test
    void a_lease_that_is_shorter_than_an_attempt_is_reported_where_it_stands() {
        assertThat(problems(", \"delivery\": { \"leaseSeconds\": 30 }"))
                .singleElement()
                .asString()
                .startsWith("/delivery/leaseSeconds \"leaseSeconds\" must be greater than 182");
        List<String> longTimeout = read(", \"timeoutSeconds\": 300", "")
                .either(
                        valid -> List.of(),
                        invalid -> invalid.problems().stream()
                                .map(Problem::pointer)
                                .toList());
        assertThat(longTimeout).containsExactly("/smtp/timeoutSeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[5, 5]", "[5, 4]", "[0]", "[\"5\"]", "5", "[999999]"})
    void an_invalid_retry_schedule_is_reported(String afterMinutes) {
        assertThat(problems(", \"delivery\": { \"retries\": { \"afterMinutes\": " + afterMinutes + " } }"))
                .singleElement()
                .asString()
                .startsWith("/delivery/retries/afterMinutes")
                .contains(" expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://mail.example.com/", "https://mail.example.com/?a=b", "https://me@mail.example.com/"})
    void the_public_url_is_https_except_on_this_machine(String url) {
        assertThat(problems(", \"publicUrl\": \"" + url + "\""))
                .containsExactly("/publicUrl expected a URL such as https://mail.example.com/ (http is allowed only for"
                        + " this machine)");
        assertThat(valid("", ", \"publicUrl\": \"http://localhost:8025/\"").publicUrl())
                .isPresent();
    }

    @Test
    void a_password_file_that_everybody_can_read_gives_a_warning_and_is_not_shown() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "sesame\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        String login = ", \"user\": \"heed\", \"passwordFile\": \"password\"";
        List<Problem> warnings = read(login, "").either(ReadResult.Valid::warnings, invalid -> List.of());
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.pointer()).isEqualTo("/smtp/passwordFile");
            assertThat(warning.message())
                    .isEqualTo("everybody on this machine can read this file; restrict it with chmod 600 password");
        });
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(read(login, "").<List<Problem>>either(ReadResult.Valid::warnings, invalid -> invalid.problems()))
                .isEmpty();
        assertThat(valid(login, "").smtp().toString()).doesNotContain("sesame");
    }
}
