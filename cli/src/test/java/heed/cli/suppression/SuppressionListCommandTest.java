package heed.cli.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SuppressionListCommandTest {
    @TempDir
    Path folder;

    @Test
    void each_address_is_listed_once_with_all_its_reasons() {
        TestShell shell = new TestShell(folder);
        shell.runJson("import", shell.file("people.csv", """
                        Id,Email,Email Opt Out,Bounced
                        A,shared@example.com,Yes,No
                        B,shared@example.com,Yes,Yes
                        C,carl@example.com,No,No
                        """));
        JsonNode list = shell.runJson("suppression", "list");
        assertThat(list.get("count").asInt()).isEqualTo(1);
        assertThat(list.get("addresses").size()).isEqualTo(1);
        JsonNode address = list.get("addresses").get(0);
        assertThat(address.get("address").asString()).isEqualTo("shared@example.com");
        assertThat(address.get("suppressions")
                        .valueStream()
                        .map(suppression -> suppression.get("reason").asString() + " "
                                + suppression.at("/source/id").asString() + " "
                                + suppression.get("since").asString()))
                .containsExactlyInAnyOrder(
                        "Email Opt Out A 2026-03-01T12:00:00Z",
                        "Email Opt Out B 2026-03-01T12:00:00Z",
                        "Bounced B 2026-03-01T12:00:00Z");
        assertThat(shell.heed("suppression", "list").out().lines()).hasSize(4);
    }

    @Test
    void a_long_list_is_complete() {
        TestShell shell = new TestShell(folder);
        String rows = IntStream.range(0, 2_345)
                .mapToObj(i -> "p" + i + "@example.com,Yes\n")
                .collect(Collectors.joining());
        shell.runJson("import", shell.file("people.csv", "Email,Email Opt Out\n" + rows));
        assertThat(shell.runJson("suppression", "list")
                        .get("addresses")
                        .valueStream()
                        .map(entry -> entry.get("address").asString())
                        .distinct())
                .hasSize(2_345);
        assertThat(shell.heed("suppression", "list").out().lines()).hasSize(2_346);
    }

    @Test
    void no_cell_is_cut_where_standard_output_is_no_terminal() {
        TestShell shell = new TestShell(folder);
        String address = "a".repeat(64) + "@" + "b".repeat(60) + ".example.com";
        shell.runJson("import", shell.file("people.csv", "Email,Email Opt Out\n" + address + ",Yes\n"));
        assertThat(shell.heed("suppression", "list").out()).contains(address);
    }

    @Test
    void on_a_terminal_the_list_comes_in_parts_and_each_tells_how_to_go_on() {
        TestShell shell = new TestShell(folder);
        String rows = IntStream.range(100, 250)
                .mapToObj(i -> "p" + i + "@example.com,Yes\n")
                .collect(Collectors.joining());
        shell.runJson("import", shell.file("people.csv", "Email,Email Opt Out\n" + rows));
        shell.runJson("suppression", "add", "@acme.example", "--reason", "asked");
        assertThat(shell.heed("suppression", "list").out().lines()).hasSize(152);
        CommandResult two = shell.heed("suppression", "list", "--limit", 2);
        assertThat(two.out()).contains("@acme.example", "p100@example.com").doesNotContain("p101@");
        CommandResult next = shell.heed("suppression", "list", "--limit", 2, "--after", "@acme.example");
        assertThat(next.out()).contains("p100@example.com", "p101@").doesNotContain("@acme.example", "p102@");
        assertThat(next.err())
                .contains("note: 150 addresses and 1 domain suppressed")
                .contains(
                        "note: there may be more. To list them: heed suppression list --limit 2 --after p101@example.com");
        shell.useTerminal(120);
        CommandResult part = shell.heed("suppression", "list");
        assertThat(part.out().lines()).hasSize(101);
        assertThat(part.err()).contains("To list them: heed suppression list --after p198@example.com");
        CommandResult rest = shell.heed("suppression", "list", "--after", "p198@example.com");
        assertThat(rest.out().lines()).hasSize(52);
        assertThat(rest.err()).doesNotContain("there may be more");
        assertThat(shell.heed("suppression", "list", "--limit", 0).code()).isEqualTo(2);
    }
}
