package heed.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MailTokens.Purpose;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTokensTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final MailMark MAIL = new MailMark(
            new MailId(1234567), Optional.of(new MailNonce(42)), Optional.of(new EmailAddress("bob@example.com")));

    private final MailTokens tokens = tokens("acme", SECRET);
    private final MailCorrelation correlation =
            new MailCorrelation(tokens, new EmailAddress("bounces@mail.example.com"));

    private static MailTokens tokens(String account, byte[] secret) {
        LinkKey key = LinkKey.of(secret);
        return new MailTokens(account, 0, () -> List.of(key));
    }

    private static MailMark randomMark(Random random, long floor) {
        String local = "x".repeat(1 + random.nextInt(64));
        String domain = "d".repeat(1 + random.nextInt(60)) + ".e" + "f".repeat(random.nextInt(60)) + ".example";
        return new MailMark(
                new MailId(floor + 1 + (random.nextLong() >>> (24 + random.nextInt(40)))),
                random.nextInt(8) == 0
                        ? Optional.empty()
                        : Optional.of(new MailNonce(1 + (random.nextLong() >>> 28) % MailNonce.MAX)),
                random.nextInt(8) == 0 ? Optional.empty() : EmailAddress.parse(local + "@" + domain));
    }

    private static MailMark withoutAddress(MailMark mark) {
        return new MailMark(mark.mail(), mark.nonce(), Optional.empty());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void a_token_says_which_mail_it_belongs_to_in_any_case(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            long floor = (long) random.nextInt(1000) << 40;
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            MailTokens own = new MailTokens("acme", floor, () -> List.of(LinkKey.of(secret)));
            MailMark mark = randomMark(random, floor);
            for (Purpose purpose : Purpose.values()) {
                String token = own.issue(purpose, mark);
                assertThat(token).matches("[a-z2-7]+");
                assertThat(MailTokens.lengths()).contains(token.length());
                MailMark expected = purpose == Purpose.BOUNCE ? withoutAddress(mark) : mark;
                assertThat(own.read(purpose, token)).contains(expected);
                assertThat(own.read(purpose, token.toUpperCase(Locale.ROOT))).contains(expected);
                assertThat(own.issue(purpose, mark)).isEqualTo(token);
            }
            assertThat(own.issue(Purpose.BOUNCE, mark)).hasSize(32);
            assertThat(own.issue(Purpose.MESSAGE_ID, mark).length()).isLessThan(900);
        }
    }

    @ParameterizedTest
    @CsvSource({"33, 96", "34, 144", "63, 144", "64, 240", "123, 240", "124, 456"})
    void the_length_of_a_token_shows_only_a_class_of_lengths_of_the_address(int addressLength, int tokenLength) {
        String address = "a@" + ("b".repeat(40) + ".").repeat(10).substring(0, addressLength - 5) + ".co";
        EmailAddress parsed = EmailAddress.parse(address.replace("..", "b.")).orElseThrow();
        assertThat(parsed.value()).hasSize(addressLength);
        MailMark mark = new MailMark(MAIL.mail(), MAIL.nonce(), Optional.of(parsed));
        assertThat(tokens.issue(Purpose.UNSUBSCRIBE, mark)).hasSize(tokenLength);
    }

    @Test
    void the_longest_address_is_kept_in_a_link_and_left_out_of_a_message_id() {
        EmailAddress address = EmailAddress.parse("漢".repeat(64) + "@" + "b".repeat(60) + ".example")
                .orElseThrow();
        MailMark mark = new MailMark(MAIL.mail(), MAIL.nonce(), Optional.of(address));
        assertThat(tokens.read(Purpose.UNSUBSCRIBE, tokens.issue(Purpose.UNSUBSCRIBE, mark)))
                .contains(mark);
        String longest = "漢".repeat(200);
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(600);
        assertThat(tokens.issue(Purpose.MESSAGE_ID, mark).length()).isLessThan(900);
    }

    @Test
    @Promise(9)
    void a_token_is_invalid_for_another_purpose_account_or_key() {
        byte[] other = SECRET.clone();
        other[0]++;
        for (Purpose purpose : Purpose.values()) {
            String token = tokens.issue(purpose, MAIL);
            for (Purpose another : Purpose.values()) {
                assertThat(tokens.read(another, token).isPresent()).isEqualTo(another == purpose);
            }
            assertThat(tokens("other", SECRET).read(purpose, token)).isEmpty();
            assertThat(tokens("acme", other).read(purpose, token)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void a_token_with_one_changed_bit_is_invalid(Purpose purpose) {
        String token = tokens.issue(purpose, MAIL);
        for (int i = 0; i < token.length(); i++) {
            for (int bit = 1; bit < 32; bit <<= 1) {
                char other = DIGITS.charAt(DIGITS.indexOf(token.charAt(i)) ^ bit);
                assertThat(tokens.read(purpose, token.substring(0, i) + other + token.substring(i + 1)))
                        .isEmpty();
            }
        }
        assertThat(tokens.read(purpose, "")).isEmpty();
        assertThat(tokens.read(purpose, token + "a")).isEmpty();
        assertThat(tokens.read(purpose, "é".repeat(token.length()))).isEmpty();
    }

    @Test
    void a_link_does_not_show_the_address_and_two_mails_to_it_look_different() {
        String token = tokens.issue(Purpose.UNSUBSCRIBE, MAIL);
        String other =
                tokens.issue(Purpose.UNSUBSCRIBE, new MailMark(new MailId(1234568), MAIL.nonce(), MAIL.address()));
        assertThat(token.substring(16)).isNotEqualTo(other.substring(16));
        assertThat(token.substring(48)).doesNotContain(other.substring(48, 56));
    }

    @Test
    void tokens_of_earlier_versions_name_mails_without_a_nonce() throws GeneralSecurityException {
        byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(MAIL.mail().value()).array();
        for (Purpose purpose : Purpose.values()) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            mac.update((purpose.name() + "\0acme\0").getBytes(StandardCharsets.UTF_8));
            byte[] bytes = Arrays.copyOf(id, 20);
            System.arraycopy(mac.doFinal(id), 0, bytes, Long.BYTES, 12);
            assertThat(tokens.read(purpose, base32(bytes)))
                    .contains(new MailMark(MAIL.mail(), Optional.empty(), Optional.empty()));
        }
    }

    private static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        StringBuilder bits = new StringBuilder();
        for (byte b : bytes) {
            bits.append(Integer.toBinaryString(0x100 | (b & 0xff)).substring(1));
        }
        for (int i = 0; i < bits.length(); i += 5) {
            text.append(DIGITS.charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));
        }
        return text.toString();
    }

    @Test
    void a_new_key_signs_and_the_old_one_is_honoured_as_long_as_it_is_there() {
        LinkKey old = LinkKey.random();
        LinkKey next = LinkKey.random();
        AtomicReference<List<LinkKey>> keys = new AtomicReference<>(List.of(old));
        MailTokens rotated = new MailTokens("acme", 0, keys::get);
        String oldToken = rotated.issue(Purpose.UNSUBSCRIBE, MAIL);

        keys.set(List.of(next, old));
        assertThat(rotated.refresh()).isTrue();
        assertThat(rotated.refresh()).isFalse();
        String newToken = rotated.issue(Purpose.UNSUBSCRIBE, MAIL);
        assertThat(newToken).isNotEqualTo(oldToken);
        assertThat(rotated.read(Purpose.UNSUBSCRIBE, oldToken)).contains(MAIL);
        assertThat(rotated.read(Purpose.UNSUBSCRIBE, newToken)).contains(MAIL);

        keys.set(List.of(next));
        assertThat(rotated.refresh()).isTrue();
        assertThat(rotated.read(Purpose.UNSUBSCRIBE, oldToken)).isEmpty();
        assertThat(rotated.read(Purpose.UNSUBSCRIBE, newToken)).contains(MAIL);
    }

    @Test
    void many_keys_are_told_apart_although_their_numbers_repeat() {
        List<LinkKey> keys =
                java.util.stream.Stream.generate(LinkKey::random).limit(60).toList();
        MailTokens all = new MailTokens("acme", 0, () -> keys);
        for (LinkKey key : keys) {
            String token = new MailTokens("acme", 0, () -> List.of(key)).issue(Purpose.BOUNCE, MAIL);
            assertThat(all.read(Purpose.BOUNCE, token)).contains(withoutAddress(MAIL));
        }
    }

    @Test
    void nonces_do_not_repeat() {
        Set<MailNonce> nonces = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            nonces.add(MailNonce.random());
        }
        assertThat(nonces).hasSizeGreaterThan(9_998);
    }

    @Test
    void a_bounce_is_correlated_by_its_address_and_by_its_message_id() {
        EmailAddress sender = correlation.envelopeSender(MAIL);
        assertThat(sender.value()).matches("bounces\\+[a-z2-7]{32}@mail\\.example\\.com");
        assertThat(correlation.findByEnvelopeSender(sender.value())).contains(withoutAddress(MAIL));
        assertThat(correlation.findByEnvelopeSender("<" + sender.value().toUpperCase(Locale.ROOT) + ">"))
                .contains(withoutAddress(MAIL));
        assertThat(correlation.findByMessageId(" " + correlation.messageId(MAIL) + "\r\n"))
                .contains(MAIL);
        assertThat(correlation.findByEnvelopeSender("bounces@mail.example.com")).isEmpty();
        assertThat(correlation.findByMessageId(sender.value())).isEmpty();
        assertThat(correlation.findByMessageId("<" + "a".repeat(100_000))).isEmpty();
    }

    @Test
    void a_link_starts_with_the_public_base() {
        for (String base : new String[] {"https://m.example.com/heed", "https://m.example.com/heed/"}) {
            URI link = new UnsubscribeLinks(tokens, URI.create(base)).link(MAIL);
            assertThat(link.toString())
                    .isEqualTo("https://m.example.com/heed/unsubscribe/" + tokens.issue(Purpose.UNSUBSCRIBE, MAIL));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.com", "ftp://example.com", "https:///x", "https://example.com/?a=b", "/x"})
    void an_invalid_public_base_is_refused(String base) {
        assertThatThrownBy(() -> new UnsubscribeLinks(tokens, URI.create(base)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_short_secret_is_refused_and_the_logged_form_shows_no_secret() {
        assertThatThrownBy(() -> LinkKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThat(LinkKey.parse("ab".repeat(31))).isEmpty();
        assertThat(LinkKey.parse("xy".repeat(32))).isEmpty();
        assertThat(LinkKey.parse("Ab".repeat(32)).orElseThrow().hex()).isEqualTo("ab".repeat(32));
        assertThat(LinkKey.of(SECRET).toString()).isEqualTo("link key");
        assertThat(tokens.toString()).isEqualTo("mail tokens of acme");
    }
}
