package heed.mail.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.LinkKey;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.mail.MailTokens;
import heed.mail.MailTokens.Purpose;
import heed.mail.NamedAddress;
import heed.mail.unsubscribe.UnsubscribeHandler.UnsubscribeResponse;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnsubscribeHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final MailMark MAIL = new MailMark(
            new MailId(77), Optional.of(new MailNonce(123_456_789)), Optional.of(new EmailAddress("bob@example.com")));
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([a-z2-7]+)\">");

    private List<LinkKey> keys = List.of(key("a secret of at least thirty-two bytes"));
    private final MailTokens tokens = new MailTokens("acme", 0, () -> keys);
    private final List<String> changes = new ArrayList<>();
    private Predicate<MailMark> store = mark -> true;
    private OptOutStore.TakeBack takeBack = OptOutStore.TakeBack.DONE;
    private final UnsubscribeHandler handler = handler(Optional.empty());
    private final String token = tokens.issue(Purpose.UNSUBSCRIBE, MAIL);
    private final String path = "/heed/unsubscribe/" + token;

    private final class OptOuts implements OptOutStore {
        @Override
        public Optional<MailRecipient> findRecipient(MailMark mark) {
            return store.test(mark)
                    ? Optional.of(new MailRecipient(
                            Optional.of(new EmailAddress("bob@example.com")),
                            changes.stream().anyMatch(change -> change.startsWith("out "))))
                    : Optional.empty();
        }

        @Override
        public boolean optOut(MailMark mark, Instant now) {
            boolean known = store.test(mark);
            changes.add("out " + mark.mail() + " at " + now);
            return known;
        }

        @Override
        public TakeBack takeBack(MailMark mark, Instant now) {
            changes.add("back " + mark.mail() + " at " + now);
            return takeBack;
        }
    }

    private static LinkKey key(String secret) {
        return LinkKey.of(secret.getBytes(StandardCharsets.UTF_8));
    }

    private UnsubscribeHandler handler(Optional<UnsubscribeStyle> style) {
        return new UnsubscribeHandler(
                tokens,
                new OptOuts(),
                new PageNames("Smith & <Sons>", Optional.of("acme & co")),
                style,
                new SettableClock(NOW));
    }

    private UnsubscribeResponse request(String method, String target) {
        return handler.handle(new UnsubscribeRequest(method, target, Optional.empty()));
    }

    private UnsubscribeResponse request(String method, String target, String languages) {
        return handler.handle(new UnsubscribeRequest(method, target, Optional.of(languages)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "get"})
    @Promise(1)
    void opening_the_link_shows_a_button_the_account_and_the_address_and_changes_nothing(String method) {
        UnsubscribeResponse response = request(method, path);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .contains("<form method=\"post\"><button>Unsubscribe</button></form>")
                .contains("Smith &amp; &lt;Sons&gt;", "acme &amp; co", "b***@e***.com")
                .doesNotContain("bob@example.com", "example");
        assertThat(changes).isEmpty();
    }

    @Test
    @Promise(1)
    void a_post_to_a_link_opts_out_and_says_so() {
        UnsubscribeResponse response = request("POST", path);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("You are unsubscribed", "b***@e***.com");
        assertThat(changes).containsExactly("out 77 at " + NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/",
                "%s//",
                "%s.",
                "%s=",
                "%s>",
                "%s)",
                "%s,",
                "%s;",
                "%s\"",
                "%s'",
                "%s]",
                "%s%%3E",
                "%s%%3e%%20",
                "%s%%22",
                "%s%%253E",
                "%s ",
                "%s%%20",
                "%s%%09",
                "%s%%0D%%0A",
                "%s\u200b",
                "%s=3D",
                "%s=20",
                "%s=3D=0A",
                "=3D%s",
                "%%3C%s%%3E",
                "<%s>",
                "%s&gt;",
                "%s&quot;",
                "%s&amp;utm_source=news",
                "%s?utm_source=news&amp;x=1",
                "%s?a=b#c",
                "%s/?x",
                "%s…",
                "%s%%",
                "%s%%E2%%80%%A6"
            })
    @Promise(1)
    void what_mail_programs_add_to_a_link_does_not_spoil_it(String form) {
        assertThat(request("POST", "/heed/unsubscribe/" + form.formatted(token)).status())
                .isEqualTo(200);
        assertThat(request("POST", "/heed/unsubscribe/" + form.formatted(token.toUpperCase(Locale.ROOT)))
                        .status())
                .isEqualTo(200);
        assertThat(changes).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3D%s", "xyz%s", "%sxyz", "3D%s3D", "abcdefgh234%sabcdefgh234", "u=3D%s&amp;x"})
    @Promise(1)
    void letters_and_digits_around_a_valid_token_do_not_lose_the_no(String form) {
        assertThat(request("POST", "/heed/unsubscribe/" + form.formatted(token)).status())
                .isEqualTo(200);
        assertThat(changes).containsExactly("out 77 at " + NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3D%s", "%sxyz", "%s.", "%s%%"})
    @Promise(11)
    void a_changed_link_takes_no_no_back(String form) {
        String takeBackToken = tokens.issue(Purpose.TAKE_BACK, MAIL);
        assertThat(request("POST", "/heed/unsubscribe/" + form.formatted(takeBackToken))
                        .status())
                .isEqualTo(404);
        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme|Acme News <news@acme.example>|Acme News|acme",
                "acme|news@acme.example|acme|acme",
                "acme||acme|acme",
                "default|Acme News <news@acme.example>|Acme News|",
                "default|news@acme.example|news@acme.example|",
            })
    void the_pages_name_the_sender_and_not_an_account_that_has_no_name(
            String account, String from, String sender, String footer) {
        PageNames names = PageNames.of(account, Optional.ofNullable(from).flatMap(NamedAddress::parse));
        assertThat(names).isEqualTo(new PageNames(sender, Optional.ofNullable(footer)));
        String page = new UnsubscribePages(names, Optional.empty())
                .page(Optional.empty(), "ask", Optional.empty())
                .respond(200, Map.of())
                .body();
        assertThat(page).contains("<bdi>" + sender + "</bdi>").doesNotContain("default");
        assertThat(page.contains("<footer>")).isEqualTo(footer != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=\n", "=\r\n", "=%0D%0A", "%3D%0A", "%20", "=", "\u00ad"})
    @Promise(1)
    void a_line_break_within_a_link_does_not_spoil_it(String lineBreak) {
        assertThat(request("POST", "/unsubscribe/" + token.substring(0, 20) + lineBreak + token.substring(20))
                        .status())
                .isEqualTo(200);
        assertThat(changes).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/unsubscribe/",
                "/unsubscribe/<script>",
                "/unsubscribe/%",
                "/unsubscribe/aaaaaaaabbbbbbbbccccccccdddddddd"
            })
    @Promise(10)
    void an_invalid_link_changes_nothing_and_is_not_repeated_in_the_response(String invalidPath) {
        UnsubscribeResponse response = request("POST", invalidPath, "de");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body())
                .doesNotContain("script", "aaaa")
                .contains("Dieser Link ist unvollständig", "antworten Sie auf die E-Mail");
        assertThat(changes).isEmpty();
    }

    @Test
    @Promise(1)
    void a_token_of_another_purpose_or_account_opts_nobody_out() {
        List<LinkKey> otherKeys = List.of(key("another secret with its thirty-two bytes"));
        MailTokens others = new MailTokens("acme", 0, () -> otherKeys);
        assertThat(request("POST", "/" + tokens.issue(Purpose.BOUNCE, MAIL)).status())
                .isEqualTo(404);
        assertThat(request("POST", "/" + others.issue(Purpose.UNSUBSCRIBE, MAIL))
                        .status())
                .isEqualTo(404);
        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    @Promise(8)
    void an_opt_out_that_could_not_be_stored_is_not_acknowledged(String method) {
        for (RuntimeException fault :
                List.of(new StoreException("the disk is full"), new IllegalStateException("closed"))) {
            store = mail -> {
                throw fault;
            };
            UnsubscribeResponse response = request(method, path);
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers()).containsEntry("Retry-After", "60");
            assertThat(response.body())
                    .contains("you are not unsubscribed yet")
                    .doesNotContain("disk", "You are unsubscribed");
        }
    }

    @Test
    void an_opt_out_by_an_unknown_mail_is_not_acknowledged() {
        store = mail -> false;
        assertThat(request("POST", path).status()).isEqualTo(404);
        assertThat(request("GET", path).status()).isEqualTo(404);
    }

    @Test
    void other_methods_are_refused() {
        assertThat(request("DELETE", path).status()).isEqualTo(405);
        assertThat(request("DELETE", path).headers()).containsEntry("Allow", "GET, HEAD, POST");
        assertThat(changes).isEmpty();
    }

    @Test
    void opening_the_link_after_an_opt_out_says_that_the_address_is_unsubscribed() {
        request("POST", path);

        UnsubscribeResponse response = request("GET", path);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains("You are unsubscribed").doesNotContain("<form");
        assertThat(changes).hasSize(1);
    }

    @Test
    @Promise(1)
    void only_the_page_after_an_opt_out_has_the_button_that_takes_it_back() {
        assertThat(request("GET", path).body()).doesNotContain("action=");
        Matcher action = ACTION.matcher(request("POST", path).body());
        assertThat(action.find()).isTrue();
        String back = "/heed/unsubscribe/" + action.group(1);
        changes.clear();
        assertThat(request("GET", back).body()).contains("Receive email again?");
        assertThat(changes).isEmpty();
        assertThat(request("POST", back).body()).contains("You will receive email again");
        assertThat(request("POST", path + "/" + action.group(1)).status()).isEqualTo(200);
        assertThat(changes).containsExactly("back 77 at " + NOW, "back 77 at " + NOW);
    }

    @Test
    void taking_back_too_late_says_what_to_do() {
        takeBack = OptOutStore.TakeBack.NOTHING;
        UnsubscribeResponse response = request("POST", "/" + tokens.issue(Purpose.TAKE_BACK, MAIL));
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.body()).contains("write to", "Smith");
    }

    static List<String> languages() {
        return PageTexts.languages();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void every_page_is_in_each_of_the_ten_languages(String language) {
        assertThat(languages()).hasSize(10);
        for (UnsubscribeResponse response : List.of(
                request("GET", path, language),
                request("POST", path, language),
                request("GET", "/" + tokens.issue(Purpose.TAKE_BACK, MAIL), language),
                request("POST", "/nothing", language),
                request("PUT", path, language))) {
            assertThat(response.body())
                    .contains(
                            "<html lang=\"" + language + "\" dir=\"" + (language.equals("ar") ? "rtl" : "ltr") + "\">")
                    .doesNotContain("{sender}", "{address}");
            assertThat(response.headers())
                    .containsEntry("Content-Language", language)
                    .containsEntry("Vary", "Accept-Language");
        }
        for (String key : List.of("ask-text", "done-text")) {
            assertThat(PageTexts.forReader(Optional.of(language)).get(key)).contains("{sender}", "{address}");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "de-CH                          | de",
                "pt-BR,pt;q=0.9                 | pt",
                "zh-CN,zh;q=0.9,fr;q=0.5,de;q=0.4 | fr",
                "fr;q=0.2, nl;q=0.8             | nl",
                "tlh                            | en",
                "*                              | en",
                "''                             | en",
                ";;;q=                          | en",
                "JA                             | ja"
            })
    void the_page_is_in_the_language_that_the_browser_prefers(String header, String language) {
        assertThat(request("GET", path, header).headers()).containsEntry("Content-Language", language);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "bob@example.com, b***@e***.com",
        "b@x.co, b***@x***.co",
        "o.brien+news@mail.example.co.uk, o***@m***.uk",
        "müller@xn--bcher-kva.example, m***@x***.example"
    })
    void an_address_is_masked_so_that_its_owner_recognizes_it(String address, String masked) {
        assertThat(MaskedAddress.of(new EmailAddress(address))).isEqualTo(masked);
    }

    @Test
    void every_response_is_a_page_that_loads_nothing_and_is_not_cached() {
        for (UnsubscribeResponse response : List.of(request("GET", path), request("POST", path), request("GET", "/"))) {
            assertThat(response.headers())
                    .containsEntry("Content-Type", "text/html; charset=utf-8")
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .doesNotContainKey("Location");
            assertThat(response.headers().get("Content-Security-Policy"))
                    .startsWith("default-src 'none'; style-src 'sha256-")
                    .doesNotContain("unsafe", "http");
            assertThat(response.body()).startsWith("<!DOCTYPE html>").doesNotContain("href", "src=", "script");
        }
    }

    @Test
    @Promise(10)
    void the_style_of_an_account_is_allowed_by_its_hash_alone() {
        UnsubscribeStyle style = new UnsubscribeStyle(":root{--accent:#c00}\r\nh1{color:red}");
        UnsubscribeResponse response =
                handler(Optional.of(style)).handle(new UnsubscribeRequest("GET", path, Optional.empty()));
        assertThat(response.body()).contains("<style>:root{--accent:#c00}\nh1{color:red}</style>");
        assertThat(response.headers().get("Content-Security-Policy"))
                .containsPattern("style-src 'sha256-\\S+ 'sha256-");
    }
}
