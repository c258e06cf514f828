package heed.mail.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.MailId;
import heed.mail.MailTokens;
import heed.mail.unsubscribe.UnsubscribeHandler.UnsubscribeResponse;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribeHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final MailId MAIL = new MailId(77);
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private final MailTokens tokens =
            new MailTokens("a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8), "acme");
    private final List<MailId> optedOut = new ArrayList<>();
    private Predicate<MailId> optOut = optedOut::add;
    private final UnsubscribeHandler handler =
            new UnsubscribeHandler(tokens, new OptOuts(), "Smith & <Sons>", new SettableClock(NOW));
    private final String path = "/heed/unsubscribe/" + tokens.issue(MailTokens.Purpose.UNSUBSCRIBE, MAIL);

    private final class OptOuts implements OptOutStore {
        @Override
        public Optional<MailRecipient> findRecipient(MailId mail) {
            return Optional.of(new MailRecipient(Optional.of(new EmailAddress("bob@example.com"))));
        }

        @Override
        public boolean optOut(MailId mail, Instant now) {
            assertThat(now).isEqualTo(NOW);
            return optOut.test(mail);
        }

        @Override
        public TakeBack takeBack(MailId mail, Instant now) {
            return TakeBack.DONE;
        }
    }

    private UnsubscribeResponse request(String method, String requestPath, String body) {
        return handler.handle(method, requestPath, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "get"})
    void opening_the_link_shows_a_button_and_changes_nothing(String method) {
        UnsubscribeResponse response = request(method, path, ONE_CLICK);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .contains("<form method=\"post\">", "name=\"List-Unsubscribe\" value=\"One-Click\"")
                .contains("Smith &amp; &lt;Sons&gt;");
        assertThat(optedOut).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ONE_CLICK,
                "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
            })
    void every_one_click_request_and_button_press_opts_out(String body) {
        assertThat(request("POST", path, body).body()).contains("You are unsubscribed");
        assertThat(request("POST", path, body).status()).isEqualTo(200);
        assertThat(optedOut).containsExactly(MAIL, MAIL);
    }

    @Test
    void a_post_without_the_unsubscribe_field_only_shows_the_button() {
        assertThat(request("POST", path, "").body()).contains("<button");
        assertThat(request("POST", path, "x".repeat(1_000_000) + ONE_CLICK).body())
                .contains("<button");
        assertThat(optedOut).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/unsubscribe/",
                "/unsubscribe/<script>",
                "/unsubscribe/aaaaaaaabbbbbbbbccccccccdddddddd"
            })
    @Promise(10)
    void an_invalid_link_changes_nothing_and_is_not_repeated_in_the_response(String invalidPath) {
        UnsubscribeResponse response = request("POST", invalidPath, ONE_CLICK);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("script", "aaaa");
        assertThat(optedOut).isEmpty();
    }

    @Test
    @Promise(8)
    void an_opt_out_that_could_not_be_stored_is_not_acknowledged() {
        optOut = mail -> {
            throw new StoreException("the disk is full");
        };
        UnsubscribeResponse response = request("POST", path, ONE_CLICK);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "60");
        assertThat(response.body()).doesNotContain("disk", "You are unsubscribed");
    }

    @Test
    void an_opt_out_by_an_unknown_mail_is_not_acknowledged() {
        optOut = mail -> false;
        assertThat(request("POST", path, ONE_CLICK).status()).isEqualTo(404);
    }

    @Test
    void other_methods_are_refused() {
        assertThat(request("DELETE", path, "").status()).isEqualTo(405);
        assertThat(request("DELETE", path, "").headers()).containsEntry("Allow", "GET, HEAD, POST");
    }

    @Test
    void every_response_is_a_page_without_links_that_is_not_cached() {
        for (UnsubscribeResponse response :
                List.of(request("GET", path, ""), request("POST", path, ONE_CLICK), request("GET", "/", ""))) {
            assertThat(response.headers())
                    .containsEntry("Content-Type", "text/html; charset=utf-8")
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsKey("Content-Security-Policy")
                    .doesNotContainKey("Location");
            assertThat(response.body()).startsWith("<!DOCTYPE html>").doesNotContain("href", "src=");
        }
    }
}
