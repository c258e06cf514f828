package heed.cli.prospects;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.store.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A no in a row is kept, whatever else is wrong with the row. */
class ImportedNoesTest {
    /** The words of the random files that mean Yes. */
    private static final Set<String> YES = Set.of("Yes", "ja", "2024-05-01", "x", "WAHR", "1");

    @TempDir
    private Path folder;

    private enum ImportedStore {
        EMBEDDED,
        SERVER
    }

    private TestShell shell(ImportedStore kind) {
        TestShell shell = new TestShell(folder);
        if (kind == ImportedStore.SERVER) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
            shell.useServer(TestPostgres.storeAddress());
            shell.setVariable("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        }
        return shell;
    }

    private static Set<String> suppressed(TestShell shell) {
        Set<String> addresses = new TreeSet<>();
        shell.runJson("suppression", "list")
                .get("addresses")
                .forEach(entry -> addresses.add(entry.get("address").asString()));
        return addresses;
    }

    private static List<String> reasons(TestShell shell, String address) {
        List<String> reasons = new ArrayList<>();
        shell.runJson("suppression", "list").get("addresses").forEach(entry -> {
            if (entry.get("address").asString().equals(address)) {
                entry.get("suppressions")
                        .forEach(each -> reasons.add(each.get("reason").asString()));
            }
        });
        return reasons;
    }

    @ParameterizedTest
    @EnumSource
    void the_noes_of_rejected_rows_are_kept_and_counted(ImportedStore kind) {
        TestShell shell = shell(kind);
        shell.runJson("import", shell.file("known.csv", """
                Id,Email
                A,shared@example.com
                B,shared@example.com
                C,known@example.com
                D,moved@example.com
                """));
        CommandResult answer = shell.heed("import", shell.file("p.csv", """
                Email,Lead Score,Email Opt Out,Bounced
                good@example.com,1,No,No
                cell@example.com,many,Yes,No
                known@example.com,many,Yes,No
                short@example.com,1,Yes
                long@example.com,1,2,Yes,No
                shared@example.com,1,Yes,No
                bounced@example.com,many,No,Yes
                fine@example.com,many,No,No
                "quote@example.com,1,Yes,No
                Ann <named@example.com>,1,Yes,No
                """));
        assertThat(answer.code()).isEqualTo(1);
        assertThat(suppressed(shell))
                .containsExactly(
                        "bounced@example.com",
                        "cell@example.com",
                        "known@example.com",
                        "long@example.com",
                        "named@example.com",
                        "quote@example.com",
                        "shared@example.com",
                        "short@example.com");
        assertThat(reasons(shell, "shared@example.com")).containsExactly("Email Opt Out", "Email Opt Out");
        assertThat(reasons(shell, "known@example.com")).containsExactly("Email Opt Out");
        assertThat(answer.out())
                .contains("9 rows rejected; their 7 opt-outs and 1 bounce were kept.")
                .containsPattern("4  Lead Score: not a number")
                .containsPattern("1  the row has fewer cells than the header")
                .containsPattern("1  the row has more cells than the header");
    }

    @ParameterizedTest
    @EnumSource
    void a_no_of_a_row_with_a_bad_key_is_kept_for_the_address_and_for_the_prospect_with_its_Id(ImportedStore kind) {
        TestShell shell = shell(kind);
        shell.runJson("import", shell.file("known.csv", "Id,Email\nA,old@example.com\n"));
        JsonNode answer = shell.runJson("import", "--accept-rejects", shell.file("p.csv", """
                Id,Email,Lead Score,Email Opt Out
                ,keyless@example.com,1,Yes
                A,new@example.com,bad,Yes
                A,not an address,bad,x
                """));
        assertThat(answer.get("rejected").asInt()).isEqualTo(3);
        assertThat(answer.get("keptNoes").get("emailOptOut").asInt()).isEqualTo(3);
        assertThat(suppressed(shell)).containsExactly("keyless@example.com", "new@example.com", "old@example.com");
    }

    @ParameterizedTest
    @EnumSource
    void the_noes_of_json_lines_are_kept(ImportedStore kind) {
        TestShell shell = shell(kind);
        CommandResult answer = shell.heed("import", shell.file("p.jsonl", """
                {"email":"a@example.com","City":"x"}
                {"email":"b@example.com","City":{"no":1},"HasOptedOutOfEmail":true}
                {"email":"c@example.com","City":"x","City":"y","HasOptedOutOfEmail":true}
                {"email":"d@example.com","HasOptedOutOfEmail":true,"City":
                {"email":"e@example.com","HasOptedOutOfEmail":"ja"}
                """));
        assertThat(answer.code()).isEqualTo(1);
        assertThat(suppressed(shell))
                .containsExactly("b@example.com", "c@example.com", "d@example.com", "e@example.com");
        assertThat(shell.heed("import", shell.file("late.jsonl", """
                {"email":"a@example.com"}
                {"email":"b@example.com","attributes":{"Suppressed for":"x"}}
                """)).err())
                .contains("The column \"attributes.Suppressed for\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Email Opt Out, maybe, neither a Yes nor a No: \"maybe\" (line 2)",
        "Subscribed, No, means a yes",
        "Newsletter, Ja, may mean a yes or a no",
        "Do not disturb, 1, means a no",
        "Relationship, Unsubscribed, has cells such as",
        "State, unsubscribed, has cells such as"
    })
    void a_column_in_doubt_stops_the_import(String column, String cell, String reason) {
        TestShell shell = shell(ImportedStore.EMBEDDED);
        Path file = shell.file("p.csv", "Email," + column + "\nann@example.com," + cell + "\n");
        CommandResult stopped = shell.heed("import", file);
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.err())
                .contains("The column \"" + column + "\"")
                .contains(cell)
                .contains(reason);
        assertThat(shell.store()).doesNotExist();
        assertThat(shell.heed("import", file, "--ignore", column).code()).isZero();
        assertThat(suppressed(shell)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'Email,Name\nYes,Ann\n', holds no email addresses",
        "'Email,Mailbox\nAnn,ann@example.com\n', --map Mailbox=Email",
        "'Name,Mailbox\nAnn,ann@example.com\n', --map Mailbox=Email",
        "'Email Address,E-mail\na@example.com,b@example.com\n', E-mail=other Email"
    })
    void email_is_checked_against_its_cells(String text, String message) {
        TestShell shell = shell(ImportedStore.EMBEDDED);
        CommandResult stopped = shell.heed("import", shell.file("p.csv", text));
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.err()).contains(message);
        assertThat(shell.store()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"--map,Subscribed=Email Opt Out", "--map,Subscribed=not City", "--ignore,Nothing"})
    void an_answer_that_is_wrong_stops_too(String option, String value) {
        TestShell shell = shell(ImportedStore.EMBEDDED);
        Path file = shell.file("p.csv", "Email,Subscribed\nann@example.com,No\n");
        assertThat(shell.heed("import", file, option, value).code()).isEqualTo(2);
        assertThat(shell.heed("import", file, "--map", "Subscribed=not Email Opt Out")
                        .code())
                .isZero();
        assertThat(suppressed(shell)).containsExactly("ann@example.com");
    }

    @ParameterizedTest
    @EnumSource
    void unknown_flags_can_be_rejected_instead(ImportedStore kind) {
        TestShell shell = shell(kind);
        Path file = shell.file("p.csv", """
                Email,Email Opt Out,Unsubscribed
                ann@example.com,perhaps,Yes
                bob@example.com,perhaps,
                cy@example.com,No,Yes
                dan@example.com,No,No
                """);
        assertThat(shell.heed("import", file).code()).isEqualTo(2);
        CommandResult answer = shell.heed("import", file, "--reject-unknown-flags");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.out()).contains("2  Email Opt Out: not a Yes or No").contains("their 1 opt-out was kept");
        assertThat(suppressed(shell)).containsExactly("ann@example.com", "cy@example.com");
        assertThat(shell.runJson("export").get("prospects")).hasSize(2);
    }

    @Test
    void a_custom_field_cannot_have_the_name_of_a_flag() {
        TestShell shell = shell(ImportedStore.EMBEDDED);
        for (String label : List.of("Unsubscribed", "Opted Out", "Hard Bounced", "Désabonné")) {
            CommandResult refused = shell.heed("fields", "add", label, "--type", "yes-no");
            assertThat(refused.code()).as(label).isEqualTo(2);
            assertThat(refused.err()).contains("suppress nobody");
        }
        CommandResult warned = shell.heed("fields", "add", "Newsletter opt-out", "--type", "yes-no");
        assertThat(warned.code()).isZero();
        assertThat(warned.err()).contains("suppresses nobody");
        assertThat(shell.heed("fields", "add", "Shoe Size", "--type", "number").err())
                .doesNotContain("suppresses");
        Path file = shell.file("p.csv", "Email,Newsletter opt-out\nann@example.com,Ja\n");
        assertThat(shell.heed("import", file).code()).isZero();
        assertThat(shell.heed("export").out()).contains("Yes");
    }

    @ParameterizedTest
    @EnumSource
    void a_no_of_a_file_is_not_cleared_by_a_later_row_of_it(ImportedStore kind) {
        TestShell shell = shell(kind);
        shell.runJson("import", shell.file("before.csv", "Email,Email Opt Out\ncy@example.com,Yes\n"));
        shell.runJson("import", "--allow-clearing-flags", "--accept-rejects", shell.file("p.csv", """
                Email,Email Opt Out,Lead Score
                ann@example.com,Yes,1
                ann@example.com,No,1
                bob@example.com,Yes,bad
                bob@example.com,No,1
                cy@example.com,No,1
                """));
        assertThat(suppressed(shell)).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    void set_understands_the_words_of_flags() {
        TestShell shell = shell(ImportedStore.EMBEDDED);
        shell.runJson("import", shell.file("p.csv", "Id,Email\nA,ann@example.com\n"));
        for (String word : List.of("ja", "x", "unsubscribed", "WAHR")) {
            shell.runJson("set", "--prospect", "A", "Email Opt Out=No", "--reason", "test");
            shell.runJson("set", "--prospect", "A", "Email Opt Out=" + word, "--reason", "test");
            assertThat(suppressed(shell)).as(word).containsExactly("ann@example.com");
        }
        assertThat(shell.heed("set", "--prospect", "A", "Email Opt Out=maybe", "--reason", "test")
                        .code())
                .isEqualTo(2);
        assertThat(shell.heed("set", "--prospect", "A", "Email Opt Out=bounced", "--reason", "test")
                        .code())
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void no_address_with_a_readable_no_is_mailable_after_an_import(long seed) {
        Random random = new Random(seed);
        TestShell shell = shell(seed % 2 == 0 ? ImportedStore.SERVER : ImportedStore.EMBEDDED);
        Set<String> noes = new TreeSet<>();
        String delimiter = List.of(",", ";", "\t").get(random.nextInt(3));
        List<String> headers = List.of("E-mail", "Unsubscribed", "Lead Score", "Hard Bounced", "City");
        StringBuilder text = new StringBuilder(String.join(delimiter, headers)).append('\n');
        for (int i = 0; i < 400; i++) {
            String address = "p" + random.nextInt(300) + "@example.com";
            List<String> cells = new ArrayList<>(List.of(
                    address,
                    pick(random, "No", "0", "", "nein", "false", "Yes", "ja", "2024-05-01", "x"),
                    random.nextInt(10) == 0 ? "bad" : "" + random.nextInt(100),
                    pick(random, "No", "", "falsch", "No", "WAHR", "1"),
                    pick(random, "Rome", "Oslo", "")));
            if (YES.contains(cells.get(1)) || YES.contains(cells.get(3))) {
                noes.add(address);
            }
            switch (random.nextInt(12)) {
                case 0 -> cells.remove(4);
                case 1 -> cells.add("more");
                case 3 -> cells.add(1 + random.nextInt(4), pick(random, "more", "", "7"));
                case 2 -> cells.set(4, "\"open");
                default -> {}
            }
            text.append(String.join(delimiter, cells)).append('\n');
        }
        CommandResult answer = shell.heed("import", shell.file("p.csv", text.toString()));
        assertThat(answer.code()).isEqualTo(1);
        assertThat(suppressed(shell)).containsAll(noes);
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
