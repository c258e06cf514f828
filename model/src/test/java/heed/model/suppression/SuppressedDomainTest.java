package heed.model.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import heed.model.prospect.AddressMatching;
import heed.model.testing.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressedDomainTest {

    @ParameterizedTest
    @CsvSource({
        "@acme.example, @acme.example",
        "*@acme.example, @acme.example",
        "' @ACME.Example ', @acme.example",
        "@*.acme.example, @*.acme.example",
        "*@*.acme.example, @*.acme.example",
        "@müller.example, @xn--mller-kva.example",
        "@co.uk, @co.uk"
    })
    void a_domain_is_read_in_canonical_form(String text, String expected) {
        SuppressedDomain domain = SuppressedDomain.parse(text).orElseThrow();
        assertThat(domain.text()).isEqualTo(expected);
        assertThat(SuppressedDomain.parse(domain.text())).contains(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "*@",
                "@com",
                "@*.com",
                "@*",
                "*@*",
                "acme.example",
                "ann@acme.example",
                "@@acme.example",
                "@a@acme.example",
                "@acme.*",
                "@.acme.example",
                "@acme example.com",
                "@[127.0.0.1]",
                "@127.0.0.1"
            })
    void another_text_is_no_domain(String text) {
        assertThat(SuppressedDomain.parse(text)).isEmpty();
    }

    @Test
    void a_name_that_is_not_canonical_is_refused() {
        for (String name : List.of("ACME.example", "com", "*.acme.example", "")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SuppressedDomain(name, false));
        }
    }

    @Test
    @Promise(1)
    void an_address_is_covered_by_its_own_domain_and_by_the_subdomains_of_every_parent() {
        assertThat(SuppressedDomain.covering("mail.eu.acme.example", AddressMatching.AS_WRITTEN))
                .extracting(SuppressedDomain::text)
                .containsExactly("@*.acme.example", "@*.eu.acme.example", "@mail.eu.acme.example");
        assertThat(SuppressedDomain.covering("acme.example", AddressMatching.AS_WRITTEN))
                .extracting(SuppressedDomain::text)
                .containsExactly("@acme.example");
    }

    @Test
    @Promise(1)
    void domains_of_the_same_mailboxes_are_covered_alike() {
        for (String domain : List.of("gmail.com", "googlemail.com")) {
            assertThat(SuppressedDomain.covering(domain, AddressMatching.AS_DELIVERED))
                    .extracting(SuppressedDomain::text)
                    .containsExactly("@gmail.com", "@googlemail.com");
        }
        assertThat(SuppressedDomain.covering("gmail.com", AddressMatching.AS_WRITTEN))
                .extracting(SuppressedDomain::text)
                .containsExactly("@gmail.com");
    }
}
