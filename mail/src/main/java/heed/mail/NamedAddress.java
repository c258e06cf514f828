package heed.mail;

import heed.model.prospect.EmailAddress;
import java.util.Optional;

/** An address with the name that it is shown with: From, Reply-To. */
public record NamedAddress(Optional<String> name, EmailAddress address) {
    private static final int MAX_NAME_LENGTH = 200;

    /** @throws IllegalArgumentException if the name is empty, too long or holds control characters or line breaks */
    public NamedAddress {
        name.ifPresent(text -> {
            if (text.isBlank() || text.length() > MAX_NAME_LENGTH || HeaderText.isUnsafe(text)) {
                throw new IllegalArgumentException(
                        "a mailbox's name is one line of at most " + MAX_NAME_LENGTH + " characters");
            }
        });
    }

    public static NamedAddress of(EmailAddress address) {
        return new NamedAddress(Optional.empty(), address);
    }

    public static NamedAddress of(String name, EmailAddress address) {
        return new NamedAddress(Optional.of(name), address);
    }

    /** Reads {@code news@example.com} or {@code Example News <news@example.com>}; empty if it is neither. */
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

    /** As {@link #parse} reads it. */
    public String text() {
        return name.map(shown -> shown + " <" + address.value() + ">").orElse(address.value());
    }
}
