package heed.imports;

import heed.model.prospect.EmailAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the addresses in a cell that may have more than an address: {@code Ann <ann@example.com>}, or two of them. */
final class AddressCell {
    private static final Pattern SEPARATOR =
            Pattern.compile("[\\s;,<>\"'()\\[\\]|]+|mailto:", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRAILING = Pattern.compile("[.:]+$");

    private AddressCell() {}

    /** Returns the addresses of a cell, in their order. */
    static List<EmailAddress> read(String cell) {
        if (cell.indexOf('@') < 0) {
            return List.of();
        }
        Optional<EmailAddress> whole = EmailAddress.parse(cell);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        return Arrays.stream(SEPARATOR.split(cell))
                .filter(part -> part.indexOf('@') > 0)
                .map(part -> TRAILING.matcher(part).replaceFirst(""))
                .flatMap(part -> EmailAddress.parse(part).stream())
                .distinct()
                .toList();
    }
}
