package heed.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MailTokens.Purpose;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTokensTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
    private static final MailId MAIL = new MailId(1234567);

    private final MailTokens tokens = new MailTokens(SECRET, "acme");
    private final MailCorrelation correlation =
            new MailCorrelation(tokens, new EmailAddress("bounces@mail.example.com"));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void a_token_names_its_mail(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            MailId mail = new MailId(random.nextLong() >>> random.nextInt(64));
            String token = tokens.issue(Purpose.UNSUBSCRIBE, mail);
            assertThat(token).matches("[a-z2-7]{32}");
            assertThat(tokens.read(Purpose.UNSUBSCRIBE, token)).contains(mail);
            assertThat(tokens.read(Purpose.UNSUBSCRIBE, token.toUpperCase(Locale.ROOT)))
                    .contains(mail);
        }
    }

    @Test
    @Promise(9)
    void a_token_is_invalid_for_another_purpose_account_or_secret() {
        String token = tokens.issue(Purpose.BOUNCE, MAIL);
        assertThat(tokens.read(Purpose.UNSUBSCRIBE, token)).isEmpty();
        assertThat(new MailTokens(SECRET, "other").read(Purpose.BOUNCE, token)).isEmpty();
        byte[] other = SECRET.clone();
        other[0]++;
        assertThat(new MailTokens(other, "acme").read(Purpose.BOUNCE, token)).isEmpty();
    }

    @Test
    void a_token_with_one_changed_character_is_invalid() {
        String token = tokens.issue(Purpose.UNSUBSCRIBE, MAIL);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'a' ? 'b' : 'a';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.read(Purpose.UNSUBSCRIBE, changed)).isEmpty();
        }
        assertThat(tokens.read(Purpose.UNSUBSCRIBE, "")).isEmpty();
        assertThat(tokens.read(Purpose.UNSUBSCRIBE, "é".repeat(32))).isEmpty();
    }

    @Test
    void a_bounce_is_correlated_by_its_address_and_by_its_message_id() {
        EmailAddress sender = correlation.envelopeSender(MAIL);
        assertThat(sender.value()).matches("bounces\\+[a-z2-7]{32}@mail\\.example\\.com");
        assertThat(correlation.findByEnvelopeSender(sender.value())).contains(MAIL);
        assertThat(correlation.findByEnvelopeSender("<" + sender.value().toUpperCase(Locale.ROOT) + ">"))
                .contains(MAIL);
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
        assertThatThrownBy(() -> new MailTokens(new byte[31], "acme")).isInstanceOf(IllegalArgumentException.class);
        assertThat(tokens.toString()).isEqualTo("mail tokens of acme");
    }
}
