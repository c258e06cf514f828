package heed.mail;

import heed.model.EmailAddress;
import java.util.Optional;

/** An address with the name that it is shown with: From, Reply-To. */
public record Mailbox(Optional<String> name, EmailAddress address) {
    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException if the name is empty, too long or holds control characters or line breaks */
    public Mailbox {
        name.ifPresent(text -> {
            if (text.isBlank() || text.length() > LONGEST || HeaderText.breaks(text)) {
                throw new IllegalArgumentException(
                        "a mailbox's name is one line of at most " + LONGEST + " characters");
            }
        });
    }

    public static Mailbox of(EmailAddress address) {
        return new Mailbox(Optional.empty(), address);
    }

    public static Mailbox of(String name, EmailAddress address) {
        return new Mailbox(Optional.of(name), address);
    }
}
