package heed.cli.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenValuesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"smtp\": { \"host\": \"relay.example\", \"password\": \"S3cret-\\\"x\\\"-S3cret\" } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"passwrd\": \"S3cret\" } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"user\": \"S3cret\", \"x\": 1 } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"passwordFile\": \"S3cret\" } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"passwordFile\": [\"S3cret\"] } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"password\": S3cret } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"password\": \"S3cret\n\" } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"password\":\n\"S3cret\" } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"password\": \"S3cret\" \"port\": 25 } }",
                "{ \"smtp\": { \"host\": \"relay.example\", \"password\": { \"value\": \"S3cret\" } } }",
                "{ \"smtp\": \"smtp://me:S3cret@relay.example\" }",
                "{ \"bounceMailbox\": { \"imap\": { \"host\": \"relay.example\", \"password\": \"S3cret\" } } }",
                "{ \"dkim\": { \"domain\": \"relay.example\", \"key\": \"S3cret\" } }"
            })
    @Promise(10)
    void no_problem_of_the_settings_shows_a_secret(String settings) {
        TestShell shell = new TestShell(folder);
        shell.heed("import", shell.file("people.csv", "Email\nann@example.com\n"));
        CommandResult result = shell.heed("deliver", "--mail", shell.file("mail.json", settings));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("mail.json:").contains("^").doesNotContain("S3cret");
        assertThat(result.out()).doesNotContain("S3cret");
    }
}
