package heed.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailMessageTest {
    private static final EmailAddress US = new EmailAddress("us@example.com");
    private static final Optional<URI> LINK = Optional.of(URI.create("https://example.com/unsubscribe/x"));

    private static EmailMessage message(
            MessageClass messageClass, String subject, String id, Optional<URI> unsubscribe) {
        return new EmailMessage(
                messageClass,
                NamedAddress.of("Us", US),
                Optional.empty(),
                US,
                id,
                Instant.EPOCH,
                subject,
                Optional.of("Hello"),
                Optional.empty(),
                unsubscribe);
    }

    @Test
    void a_marketing_message_without_an_unsubscribe_link_cannot_be_built() {
        assertThatThrownBy(() -> message(MessageClass.MARKETING, "Hello", "<1@example.com>", Optional.empty()))
                .hasMessage("a marketing message needs an unsubscribe link");
        assertThat(message(MessageClass.TRANSACTIONAL, "Hello", "<1@example.com>", Optional.empty())
                        .unsubscribe())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nBcc: b@example.com",
                "a\nb",
                "a\rb",
                "a\u0000b",
                "a\u2028b",
                "a\u0085b",
                "a\u202eb",
                "\ud800"
            })
    @Promise(10)
    void a_subject_or_a_name_cannot_add_a_header(String hostile) {
        assertThatThrownBy(() -> message(MessageClass.MARKETING, hostile, "<1@example.com>", LINK))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NamedAddress.of(hostile, US)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1@example.com", "<1@example.com>\r\nX: y", "<a b@example.com>", "<1@example.com"})
    @Promise(10)
    void an_invalid_message_id_is_refused(String id) {
        assertThatThrownBy(() -> message(MessageClass.MARKETING, "Hello", id, LINK))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailto:x@example.com", "javascript:alert(1)", "https://example.com/ü"})
    void an_invalid_unsubscribe_link_is_refused(String link) {
        assertThatThrownBy(() ->
                        message(MessageClass.MARKETING, "Hello", "<1@example.com>", Optional.of(URI.create(link))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_logged_form_shows_the_message_id_only() {
        assertThat(message(MessageClass.MARKETING, "Secret", "<1@example.com>", LINK)
                        .toString())
                .isEqualTo("message <1@example.com>");
    }
}
