package heed.mail.unsubscribe;

import heed.mail.MailMark;
import heed.mail.MailTokens;
import heed.mail.MailTokens.Purpose;
import heed.mail.unsubscribe.OptOutStore.MailRecipient;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests to unsubscribe links, behind any web server. GET changes nothing, because link scanners send GET: the
 * response is a page with a button. Every POST to a valid link opts out, whatever its body is: the button, the one-click request of
 * a mail program (RFC 8058), and any other. A response of 2xx to a POST means that the change is durable.
 *
 * <p>The page after an opt-out has a button that takes it back. It posts to a token of its own, which only this page has.
 *
 * <p>The handler never redirects. Thread-safe.
 */
public final class UnsubscribeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UnsubscribeHandler.class);
    private static final Map<String, String> RETRY = Map.of("Retry-After", "60");

    private final MailTokens tokens;
    private final OptOutStore optOuts;
    private final UnsubscribePages pages;
    private final Clock clock;

    /**
     * The response to a request, which the web server sends unchanged, to HEAD without the body.
     *
     * @param headers all headers by name, Content-Type among them
     * @param body an HTML page, to be sent in UTF-8
     */
    public record UnsubscribeResponse(int status, Map<String, String> headers, String body) {}

    /** A link that this account has issued. */
    private record ValidLink(Purpose purpose, MailMark mark) {}

    /**
     * Creates the handler of an account.
     *
     * @param names the names that the pages show
     * @param style the account's own style; empty for the standard one only
     */
    public UnsubscribeHandler(
            MailTokens tokens, OptOutStore optOuts, PageNames names, Optional<UnsubscribeStyle> style, Clock clock) {
        this.tokens = tokens;
        this.optOuts = optOuts;
        this.pages = new UnsubscribePages(names, style);
        this.clock = clock;
    }

    /**
     * Answers a request. If the store cannot be read or the change cannot be stored, for whatever reason, the response has
     * status 503 and does not claim success.
     */
    public UnsubscribeResponse handle(UnsubscribeRequest request) {
        Optional<ValidLink> link = readLink(request.target());
        String method = request.method().toUpperCase(Locale.ROOT);
        try {
            if (link.isEmpty() && tokens.refresh()) { // another process may have added a key
                link = readLink(request.target());
            }
            if (link.isEmpty()) {
                return page(request, "incomplete", Optional.empty()).respond(404, Map.of());
            }
            return switch (method) {
                case "GET", "HEAD" -> show(request, link.get());
                case "POST" ->
                    link.get().purpose() == Purpose.TAKE_BACK
                            ? takeBack(request, link.get().mark())
                            : optOut(request, link.get().mark());
                default -> page(request, "method", Optional.empty()).respond(405, Map.of("Allow", "GET, HEAD, POST"));
            };
        } catch (RuntimeException failed) { // an opt-out that may not be stored must not look like one that is
            LOG.error(
                    "Cannot answer {} by {}",
                    method,
                    link.map(valid -> valid.mark().toString()).orElse("a link"),
                    failed);
            return page(request, "busy", Optional.empty()).respond(503, RETRY);
        }
    }

    /** Returns the response to a request that the web server cannot read or does not pass on. */
    public UnsubscribeResponse respondToUnreadable(Optional<String> acceptLanguage, int status) {
        return pages.page(acceptLanguage, "incomplete", Optional.empty()).respond(status, Map.of());
    }

    private Optional<ValidLink> readLink(String target) {
        Optional<MailMark> takenBack = tokens.read(Purpose.TAKE_BACK, TokenText.undamaged(target));
        return takenBack.isPresent()
                ? takenBack.map(mark -> new ValidLink(Purpose.TAKE_BACK, mark))
                : TokenText.candidates(target).stream()
                        .flatMap(candidate -> tokens.read(Purpose.UNSUBSCRIBE, candidate).stream())
                        .findFirst()
                        .map(mark -> new ValidLink(Purpose.UNSUBSCRIBE, mark));
    }

    private UnsubscribePages.Page page(UnsubscribeRequest request, String key, Optional<EmailAddress> recipient) {
        return pages.page(request.acceptLanguage(), key, recipient);
    }

    private UnsubscribeResponse unknownMail(UnsubscribeRequest request) {
        return page(request, "unknown", Optional.empty()).respond(404, Map.of());
    }

    private UnsubscribeResponse show(UnsubscribeRequest request, ValidLink link) {
        Optional<MailRecipient> recipient = optOuts.findRecipient(link.mark());
        if (recipient.isEmpty()) {
            return unknownMail(request);
        }
        if (link.purpose() == Purpose.UNSUBSCRIBE && recipient.get().optedOut()) {
            return page(request, "done", recipient.get().address()).respond(200, Map.of());
        }
        String key = link.purpose() == Purpose.TAKE_BACK ? "back" : "ask";
        return page(request, key, recipient.get().address())
                .withButton(key + "-button")
                .respond(200, Map.of());
    }

    private UnsubscribeResponse optOut(UnsubscribeRequest request, MailMark mark) {
        if (!optOuts.optOut(mark, clock.instant())) {
            return unknownMail(request);
        }
        return page(request, "done", findAddress(mark))
                .withTakeBack(tokens.issue(Purpose.TAKE_BACK, mark))
                .respond(200, Map.of());
    }

    private UnsubscribeResponse takeBack(UnsubscribeRequest request, MailMark mark) {
        return switch (optOuts.takeBack(mark, clock.instant())) {
            case DONE -> page(request, "again", findAddress(mark)).respond(200, Map.of());
            case NOTHING -> page(request, "late", findAddress(mark)).respond(409, Map.of());
            case UNKNOWN_MAIL -> unknownMail(request);
        };
    }

    /** Returns the address of a mail whose change is stored already; empty also if the store cannot be read any more. */
    private Optional<EmailAddress> findAddress(MailMark mark) {
        try {
            return optOuts.findRecipient(mark).flatMap(MailRecipient::address);
        } catch (RuntimeException failed) {
            LOG.warn("Cannot read the recipient of {}", mark, failed);
            return Optional.empty();
        }
    }
}
