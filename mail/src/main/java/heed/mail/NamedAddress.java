package heed.mail;

import heed.model.prospect.EmailAddress;
import java.util.Optional;

/**
 * An address with its display name, for the From and Reply-To headers. Immutable.
 *
 * @param name one line of at most 200 characters; empty for an address alone
 */
public record NamedAddress(Optional<String> name, EmailAddress address) {
    private static final int MAX_NAME_LENGTH = 200;

    /**
     * @throws IllegalArgumentException if the name is blank, is too long or contains control characters or line breaks
     */
    public NamedAddress {
        name.ifPresent(text -> {
            if (text.isBlank() || text.length() > MAX_NAME_LENGTH || HeaderText.isUnsafe(text)) {
                throw new IllegalArgumentException(
                        "a display name must be one line of 1 to " + MAX_NAME_LENGTH + " characters");
            }
        });
    }

    public static NamedAddress of(EmailAddress address) {
        return new NamedAddress(Optional.empty(), address);
    }

    public static NamedAddress of(String name, EmailAddress address) {
        return new NamedAddress(Optional.of(name), address);
    }

    /** Parses {@code news@example.com} or {@code Example News <news@example.com>}; empty if the text is neither. */
    public static Optional<NamedAddress> parse(String text) {
        String line = text.strip();
        int open = line.endsWith(">") ? line.lastIndexOf('<') : -1;
        String name = open < 0 ? "" : line.substring(0, open).strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).strip();
        }
        Optional<EmailAddress> address =
                EmailAddress.parse(open < 0 ? line : line.substring(open + 1, line.length() - 1));
        if (address.isEmpty() || name.length() > MAX_NAME_LENGTH || HeaderText.isUnsafe(name)) {
            return Optional.empty();
        }
        return Optional.of(name.isEmpty() ? of(address.get()) : of(name, address.get()));
    }

    /** Returns the address in the form that {@link #parse} reads. */
    public String text() {
        return name.map(displayName -> displayName + " <" + address.value() + ">")
                .orElse(address.value());
    }
}
