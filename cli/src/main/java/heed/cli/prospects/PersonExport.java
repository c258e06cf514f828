package heed.cli.prospects;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import heed.cli.internal.account.AccountSession;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.person.PersonalData;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that is kept about a person, as the JSON document that {@code heed export --prospect} writes. */
record PersonExport(
        String account,
        Instant exportedAt,
        List<String> addresses,
        List<Map<String, Optional<Value>>> prospects,
        List<SuppressedAddressAnswer> suppressions,
        @JsonAnyGetter Map<String, List<Map<String, Object>>> sections) {

    /** Why an address of the person is suppressed now. */
    record SuppressedAddressAnswer(
            String address, String reason, Instant since, String source, Optional<AssertionAnswer> by) {
        static SuppressedAddressAnswer of(Suppression suppression) {
            return new SuppressedAddressAnswer(
                    suppression.address().value(),
                    suppression.reason().label(),
                    suppression.since(),
                    suppression.source().describe(),
                    suppression.source().assertedBy().map(AssertionAnswer::of));
        }
    }

    /** Who asserted something, when and why. */
    record AssertionAnswer(Instant at, String by, String source, String reason) {
        static AssertionAnswer of(Provenance provenance) {
            return new AssertionAnswer(
                    provenance.at(), provenance.actor(), provenance.origin().label(), provenance.reason());
        }
    }

    /**
     * Reads what is kept about the person.
     *
     * @param idOrEmail the Id of a prospect, or an address, which need not be a prospect's
     * @throws CommandException if it is neither
     */
    static PersonExport read(AccountSession session, String idOrEmail, Instant now) {
        List<Field> fields = session.account().fields().all();
        PersonalData data = session.account().read(reading -> find(reading, idOrEmail));
        Map<String, List<Map<String, Object>>> sections = new LinkedHashMap<>();
        data.sections().forEach(section -> sections.put(section.kind(), section.entries()));
        return new PersonExport(
                session.account().account().name(),
                now,
                data.addresses().stream().map(EmailAddress::value).toList(),
                data.prospects().stream()
                        .map(prospect -> valuesByLabel(prospect, fields))
                        .toList(),
                data.suppressions().stream().map(SuppressedAddressAnswer::of).toList(),
                sections);
    }

    private static PersonalData find(StoreReading reading, String idOrEmail) {
        List<Prospect> found = reading.findProspects(idOrEmail);
        Optional<EmailAddress> address = EmailAddress.parse(idOrEmail);
        if (found.isEmpty() && address.isEmpty()) {
            throw CommandException.invalid(
                    "no-prospect",
                    "there is no prospect with the Id " + QuotedText.of(idOrEmail) + ", and it is no address");
        }
        return reading.findPersonalData(
                address.map(Set::of).orElse(Set.of()),
                found.stream().map(Prospect::key).toList());
    }

    private static Map<String, Optional<Value>> valuesByLabel(Prospect prospect, List<Field> fields) {
        Map<String, Optional<Value>> values = new LinkedHashMap<>();
        fields.forEach(
                field -> prospect.value(field).ifPresent(value -> values.put(field.label(), Optional.of(value))));
        return values;
    }

    /** Returns whether nothing is kept. */
    boolean isEmpty() {
        return prospects.isEmpty() && suppressions.isEmpty() && sections.isEmpty();
    }

    /** Returns the number of entries in all. */
    long entries() {
        return prospects.size()
                + suppressions.size()
                + sections.values().stream().mapToLong(List::size).sum();
    }
}
