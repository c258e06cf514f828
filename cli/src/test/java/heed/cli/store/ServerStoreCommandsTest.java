package heed.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.store.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Commands with a store on a PostgreSQL server. */
class ServerStoreCommandsTest {
    private static final String OPT_OUT = """
            { "id": "opt-out", "name": "Opt out Canada",
              "who": { "all": [ { "field": "City", "operator": "starts-with", "value": "mÜ" } ] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
              "run": { "mode": "once" } }
            """;
    private static final String PEOPLE = """
            Id,Email,City,Email Opt Out
            A,ann@example.com,MÜNCHEN,No
            B,bob@example.com,Münster,Yes
            C,carl@example.com,Oslo,No
            """;

    @TempDir
    Path folder;

    private TestShell shell;

    @BeforeEach
    void open() {
        shell = new TestShell(folder);
        assertThat(TestPostgres.emptyStore()).isNotNull();
        shell.useServer(TestPostgres.storeAddress());
        shell.setVariable("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
    }

    @Test
    void prospects_are_imported_and_an_automation_is_previewed_run_explained_and_undone() {
        assertThat(shell.runJson("import", shell.file("people.csv", PEOPLE))
                        .get("created")
                        .asInt())
                .isEqualTo(3);
        Path automation = shell.file("opt-out.json", OPT_OUT);
        assertThat(shell.runJson("preview", automation).get("affected").asInt()).isEqualTo(2);
        JsonNode run = shell.runJson("run", automation, "--confirm", "2");
        assertThat(run.get("affected").asInt()).isEqualTo(2);
        assertThat(optedOut()).containsExactly("A", "B");
        assertThat(shell.heed("run", automation).code()).isEqualTo(3);
        assertThat(shell.heed("explain", automation, "--prospect", "ann@example.com")
                        .code())
                .isZero();
        assertThat(shell.heed("undo", 2).code()).isZero();
        assertThat(optedOut()).containsExactly("B");
        assertThat(shell.heed("suppression", "list").out()).contains("bob@example.com");
    }

    private List<String> optedOut() {
        return shell.runJson("export")
                .get("prospects")
                .valueStream()
                .filter(prospect -> prospect.get("Email Opt Out").asBoolean())
                .map(prospect -> prospect.get("Id").asString())
                .toList();
    }

    @Test
    void a_wrong_password_is_reported_and_never_shown() {
        shell.setVariable("HEED_STORE_PASSWORD", "sesame");
        CommandResult answer = shell.heed("accounts");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .contains("the server refused the role or its password")
                .doesNotContain("sesame");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://heed@127.0.0.1:1/postgres | the connection was refused",
                "postgresql://heed@no-such-host.invalid/postgres | there is no host of that name",
            })
    void an_unreachable_server_is_reported_with_the_reason(String server, String reason) {
        shell.useServer(server);
        CommandResult answer = shell.heed("accounts");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("the store's server cannot be reached: " + reason);
    }

    @Test
    void a_server_without_the_required_encryption_is_reported_as_such() {
        shell.useServer(TestPostgres.storeAddress() + "?sslmode=require");
        CommandResult answer = shell.heed("accounts");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err())
                .contains("the store's server cannot be reached: it rejected the connection")
                .contains("sslmode");
    }

    @Test
    void a_schema_without_a_store_is_reported_and_stays_empty() {
        shell.useServer(TestPostgres.storeAddress() + "?schema=elsewhere");
        CommandResult answer = shell.heed("accounts");
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("there is no store at postgresql://heed@localhost:", "?schema=elsewhere");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://ann:sesame@localhost/db | a password in an address can be read by everyone",
                "postgresql://ann@localhost/db?password=sesame | a password in an address can be read by everyone",
                "postgresql://ann@localhost | not an address of the form postgresql://USER@HOST:PORT/DATABASE",
                "postgresql://ann@local host/db | not an address of the form postgresql://USER@HOST:PORT/DATABASE",
                "postgresql://ann@localhost/db?sesame=1 | no option \"sesame\"; the options are schema, pool, sslmode",
                "postgresql://ann@localhost/db?pool=1 | the option pool must be a number of connections from 2 to 1000",
            })
    void an_invalid_address_is_reported_without_its_password(String address, String message) {
        CommandResult answer = shell.runBare("accounts", "--store", address);
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
        assertThat(answer.out() + answer.err().replace("no option \"sesame\"", ""))
                .doesNotContain("sesame");
    }
}
