package heed.model.person;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.suppression.Suppression;
import java.util.List;
import java.util.Map;

/**
 * Everything that an account keeps about one person. It contains addresses and must not be logged.
 *
 * @param addresses the person's addresses, also former ones that no other prospect has now, in order
 * @param prospects the prospects who have one of the addresses, ordered by key
 * @param suppressions why the addresses are suppressed now
 * @param sections what else is stored, by its kind
 */
public record PersonalData(
        List<EmailAddress> addresses,
        List<Prospect> prospects,
        List<Suppression> suppressions,
        List<Section> sections) {
    public PersonalData {
        addresses = List.copyOf(addresses);
        prospects = List.copyOf(prospects);
        suppressions = List.copyOf(suppressions);
        sections = List.copyOf(sections);
    }

    /**
     * The stored entries of one kind.
     *
     * @param kind the name of the kind, in camel case
     * @param entries the entries, each as its values by name; a value is a text, a number, a truth value or such a map
     */
    public record Section(String kind, List<Map<String, Object>> entries) {
        public Section {
            entries = List.copyOf(entries);
        }
    }
}
