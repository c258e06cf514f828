package heed.imports.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.testing.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Address lines as they are found in suppression lists, mail programs and spreadsheets. */
class AddressTextTest {

    private static String read(String text) {
        AddressText read = AddressText.parse(text);
        List<String> all = new ArrayList<>();
        read.addresses().forEach(address -> all.add(address.value()));
        read.domains().forEach(domain -> all.add(domain.text()));
        read.unreadable().forEach(word -> all.add("?" + word));
        return String.join(" ", all);
    }

    @Promise(1)
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "→",
            quoteCharacter = '\u0001',
            value = {
                "ann@example.com → ann@example.com",
                "  Ann@EXAMPLE.com  → ann@example.com",
                "ann@example.com; bob@example.com → ann@example.com bob@example.com",
                "ann@example.com;bob@example.com; → ann@example.com bob@example.com",
                "ann@example.com, bob@example.com → ann@example.com bob@example.com",
                "ann@example.com\tbob@example.com → ann@example.com bob@example.com",
                "ann@example.com bob@example.com → ann@example.com bob@example.com",
                "ann@example.com | bob@example.com → ann@example.com bob@example.com",
                "ann@example.com|bob@example.com → ann@example.com bob@example.com",
                "ann@example.com / bob@example.com → ann@example.com bob@example.com",
                "ann@example.com/bob@example.com → ann@example.com bob@example.com",
                "ann@example.com、bob@example.com → ann@example.com bob@example.com",
                "ann@example.com und bob@example.com → ann@example.com bob@example.com",
                "ann@example.com. → ann@example.com",
                "ann@example.com; → ann@example.com",
                "ann@example.com, → ann@example.com",
                "ann@example.com… → ann@example.com",
                "ann@example.com) → ann@example.com",
                "Name <ann@example.com> → ann@example.com",
                "Ann <ann@example.com>, Bob <bob@example.com> → ann@example.com bob@example.com",
                "<ann@example.com> → ann@example.com",
                "\"Doe, Jane\" <jane@example.com> → jane@example.com",
                "Doe, Jane <jane@example.com> → jane@example.com",
                "'jane@example.com' <jane@example.com> → jane@example.com",
                "\"jane@example.com\" → jane@example.com",
                "“jane@example.com” → jane@example.com",
                "`jane@example.com` → jane@example.com",
                "Jane Doe (jane@example.com) → jane@example.com",
                "[jane@example.com] → jane@example.com",
                "{jane@example.com} → jane@example.com",
                "jane@example.com (Jane Doe) → jane@example.com",
                "jane@example.com [mailto:jane@example.com] → jane@example.com",
                "mailto:ann@example.com → ann@example.com",
                "MAILTO:ann@example.com?subject=Unsubscribe%20me → ann@example.com",
                "mailto:ann%40example.com?subject=a@b.example → ann@example.com",
                "mailto:ann%2Bnews@example.com → ann+news@example.com",
                "mailto:ann+news@example.com → ann+news@example.com",
                "mailto:ann@example.com,bob@example.com?subject=x → ann@example.com bob@example.com",
                "mailto:?to=ann@example.com&subject=x → ann@example.com",
                "<mailto:leave-123@lists.example.com?subject=leave>, <https://example.com/u> → leave-123@lists.example.com",
                "ann%40example.com → ann@example.com",
                "ann@example.com?subject=x → ann@example.com",
                "Email: ann@example.com → ann@example.com",
                "email:ann@example.com → ann@example.com",
                "SMTP:Ann@example.com;smtp:a.n@example.com → a.n@example.com ann@example.com",
                "• ann@example.com → ann@example.com",
                "•ann@example.com → ann@example.com",
                "- ann@example.com → ann@example.com",
                "– ann@example.com → ann@example.com",
                "* ann@example.com → ann@example.com",
                "-ann@example.com → -ann@example.com ann@example.com",
                "'ann@example.com → 'ann@example.com ann@example.com",
                "1. ann@example.com → ann@example.com",
                "12) ann@example.com → ann@example.com",
                "3: ann@example.com → ann@example.com",
                "1.ann@example.com, → 1.ann@example.com ann@example.com",
                "ann＠example.com → ann@example.com",
                "o'brien@example.com; → o'brien@example.com",
                "_ann@example.com, → _ann@example.com",
                "=1+1@example.com → =1+1@example.com",
                "ann@müller.example. → ann@xn--mller-kva.example",
                "@acme.example → @acme.example",
                "*@acme.example → @acme.example",
                "@ACME.example. → @acme.example",
                "@acme.example; *@other.example → @acme.example @other.example",
                "\"@acme.example\" → @acme.example",
                "• @acme.example → @acme.example",
                "1. @acme.example → @acme.example",
                "'@acme.example → @acme.example",
                "@*.acme.example → @*.acme.example",
                "*@*.acme.example → @*.acme.example",
                "ann@example.com, @acme.example → ann@example.com @acme.example",
                "ann@example.com; b@@example.com → ann@example.com ?b@@example.com",
                "@com → ?@com",
                "@*.com → ?@*.com",
                "ann@ → ?ann@",
                "ann@localhost → ?ann@localhost",
                "\"john doe\"@example.com → ?@example.com",
                "john @example.com → ?@example.com",
                "john@ example.com → ?john@",
                "Acme Corp @acme.example → ?@acme.example",
                "(sales)@example.com → ?@example.com",
                "John Doe → ''",
                "acme.example → ''",
                "12 Main Street, Springfield → ''",
            })
    void the_addresses_and_domains_of_a_line_are_found(String text, String expected) {
        assertThat(read(text)).isEqualTo(expected.equals("''") ? "" : expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = "→",
            quoteCharacter = '\u0001',
            value = {
                "John Doe → \"John Doe\" is not an email address such as ann@example.com",
                "ann@x.example, b@@c → \"b@@c\" is not an email address such as ann@example.com",
                "a@b, c@d → \"a@b\", \"c@d\" are not email addresses such as ann@example.com",
                "acme.example → \"acme.example\" is not an email address; a domain is written @acme.example",
            })
    void what_cannot_be_read_is_named_with_what_would_be_right(String text, String problem) {
        assertThat(AddressText.parse(text).findProblem(text)).contains(problem);
    }

    @Test
    void a_blank_text_has_no_address() {
        assertThat(AddressText.parse(" \u00a0").findProblem(" \u00a0")).contains("has no email address");
        assertThat(AddressText.parse("ann@example.com").findProblem("ann@example.com"))
                .isEmpty();
    }

    /** Text that is hostile or random gives an answer, and a long one gives it soon. */
    @Test
    void any_text_is_read_in_bounded_time() {
        Random random = new Random(15);
        String alphabet = "a@.,;<>\"'mailto:%4?* -\u00a0\u200bß\ud83d/";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(AddressText.parse(text.toString())).isNotNull();
        }
        assertThat(AddressText.parse("mailto:%40@".repeat(10_000)).unreadable()).isNotEmpty();
        assertThat(AddressText.parse("a@".repeat(50_000)).addresses()).isEmpty();
        assertThat(AddressText.parse("@*.".repeat(30_000)).domains()).isEmpty();
        assertThat(AddressText.parse("a@example.com ".repeat(10_000)).addresses())
                .hasSize(1);
    }
}
