package heed.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.TextKey;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressedDomain;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical form of a canonical form is the form itself, and every text has one or is refused. */
class CanonicalFormsTest {
    private static final String[] PIECES = {
        "ann",
        "a",
        "shop",
        "example",
        "xn--",
        "xn--strae-oqa",
        "@",
        ".",
        "-",
        "+",
        "…",
        "‥",
        "。",
        "．",
        "㏂",
        "⒈",
        "²",
        "ß",
        "ẞ",
        "ς",
        "Σ",
        "İ",
        "ı",
        "\u200D",
        "\u00AD",
        "\u0301",
        "\u0345",
        "\uFEFF",
        "＠",
        "ﬀ",
        "ﾊﾟ",
        "א",
        "١",
        " ",
        "\u00A0",
        "😀",
        "\uD83D",
        "\uFE0F",
        "*",
        "@*.",
        "\"",
        "<",
        ">"
    };

    @Tag("proof")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%sann@shop.example",
                "ann%s@shop.example",
                "a%sn@shop.example",
                "ann@%sshop.example",
                "ann@sh%sop.example",
                "ann@shop%s.example",
                "ann@shop.example%s",
                "ann@shop.example.%s",
                "ann@shop.%s",
                "ann@%s.example",
                "ann%sshop.example"
            })
    void everyCharacterOfUnicodeLeavesAnAddressThatReadsAsItself(String place) {
        charactersOfUnicode()
                .forEach(character -> EmailAddress.parse(place.replace("%s", character))
                        .ifPresent(CanonicalFormsTest::assertCanonical));
    }

    @Test
    void addressesOfRandomPiecesReadAsThemselves() {
        Random random = new Random(20261201);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "ann@" : "");
            random.ints(1 + random.nextInt(6), 0, PIECES.length).forEach(piece -> text.append(PIECES[piece]));
            assertReadsAsItself(text + (random.nextBoolean() ? ".example" : ""));
        }
    }

    @Test
    void aDomainThatAnEllipsisCutsOffIsNoDomain() {
        assertThat(EmailAddress.parse("ann@shop.exam…")).isEmpty();
        assertThat(EmailAddress.parse("ann@shop.example。")).contains(new EmailAddress("ann@shop.example"));
        assertThat(EmailAddress.parse("ann@shop.example。。")).isEmpty();
    }

    @Test
    void everyTextOfUnicodeHasAKeyThatIsItsOwnKey() {
        charactersOfUnicode().forEach(character -> {
            for (String text : new String[] {character, "a" + character, character + "a", "\u0345" + character}) {
                String key = TextKey.of(text);
                assertThat(TextKey.of(key)).isEqualTo(key);
                assertThat(TextKey.of(TextKey.clean(text))).isEqualTo(key);
            }
        });
    }

    private static Stream<String> charactersOfUnicode() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isDefined)
                .filter(character -> Character.getType(character) != Character.PRIVATE_USE)
                .mapToObj(Character::toString);
    }

    private static void assertReadsAsItself(String text) {
        EmailAddress.parse(text).ifPresent(address -> {
            assertCanonical(address);
            for (AddressMatching matching : AddressMatching.values()) {
                EmailAddress mailbox = matching.mailboxOf(address);
                assertThat(matching.mailboxOf(mailbox)).isEqualTo(mailbox);
                SuppressedDomain.covering(address.domain(), matching);
            }
        });
        SuppressedDomain.parse("@" + text)
                .ifPresent(domain ->
                        assertThat(SuppressedDomain.parse(domain.text())).contains(domain));
    }

    private static void assertCanonical(EmailAddress address) {
        if (!EmailAddress.parse(address.value()).equals(Optional.of(address))) {
            throw new AssertionError("not canonical: " + address);
        }
    }
}
