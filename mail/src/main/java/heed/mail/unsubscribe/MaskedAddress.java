package heed.mail.unsubscribe;

import heed.model.prospect.EmailAddress;

/**
 * An address as an unsubscribe page shows it: enough for its owner to recognize it, and no more. Whoever has the link of a
 * forwarded mail sees the page.
 */
final class MaskedAddress {
    private static final String HIDDEN = "***";

    private MaskedAddress() {}

    /** Returns bob@example.com as {@code b***@e***.com}. */
    static String of(EmailAddress address) {
        String domain = address.domain();
        String local = address.value().substring(0, address.value().length() - domain.length() - 1);
        int lastDot = domain.lastIndexOf('.');
        return firstCharacter(local) + HIDDEN + "@" + firstCharacter(domain) + HIDDEN
                + (lastDot < 0 ? "" : domain.substring(lastDot));
    }

    private static String firstCharacter(String text) {
        return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
    }
}
