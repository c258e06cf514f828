package heed.model.suppression;

import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The prospects of one account in maps, with their facts and the bounce data of their addresses. It contains no rule:
 * {@link AssertionRules} decide. Every address is a mailbox of its own.
 */
public class InMemoryProspects implements AssertionStore<InMemoryProspects.Row> {
    private final Map<ProspectId, Row> rows = new TreeMap<>();
    private final List<Fact> facts = new ArrayList<>();
    private final Map<EmailAddress, Provenance> marks = new HashMap<>();
    private final Map<SuppressedDomain, Provenance> domains = new HashMap<>();
    private final Map<EmailAddress, Map<ProspectId, Instant>> formerHolders = new HashMap<>();
    private final List<EmailAddress> ignoredAddresses = new ArrayList<>();
    private final List<AddressOptOut> optOuts = new ArrayList<>();
    private final Set<EmailAddress> releasedAddresses = new TreeSet<>();

    /** An opt-out that was given for an address, and what has ended it. */
    private static final class AddressOptOut {
        private final EmailAddress address;
        private final Provenance given;
        private Optional<Provenance> ended = Optional.empty();
        private Optional<ProspectId> endedBy = Optional.empty();

        private AddressOptOut(EmailAddress address, Provenance given) {
            this.address = address;
            this.given = given;
        }

        private boolean isInForce(EmailAddress of) {
            return address.equals(of) && ended.isEmpty();
        }
    }

    /** One prospect. */
    public static final class Row implements AssertedProspect {
        private final ProspectId key;
        private final Map<Field, Value> values = new HashMap<>();
        private final Map<ProspectFlag, Instant> flags = new EnumMap<>(ProspectFlag.class);

        private Row(ProspectId key) {
            this.key = key;
        }

        @Override
        public ProspectId key() {
            return key;
        }

        @Override
        public Optional<Value> value(Field field) {
            return ProspectFlag.find(field)
                    .map(flag -> Value.of(flags.containsKey(flag)))
                    .or(() -> Optional.ofNullable(values.get(field)));
        }

        @Override
        public void set(Field field, Optional<Value> value) {
            value.ifPresentOrElse(present -> values.put(field, present), () -> values.remove(field));
        }

        @Override
        public Optional<Instant> since(ProspectFlag flag) {
            return Optional.ofNullable(flags.get(flag));
        }

        @Override
        public void set(ProspectFlag flag, Optional<Instant> yesSince) {
            yesSince.ifPresentOrElse(since -> flags.put(flag, since), () -> flags.remove(flag));
        }

        private String id() {
            return value(StandardFields.ID).orElseThrow().text();
        }

        private boolean has(EmailAddress address) {
            Value email = values.get(StandardFields.EMAIL);
            return email != null && email.text().equals(address.value());
        }
    }

    /** Creates a prospect, whose Id is P and its key. */
    public ProspectId create(Optional<EmailAddress> address, Provenance provenance) {
        Row row = new Row(new ProspectId(rows.size() + 1));
        rows.put(row.key, row);
        row.set(StandardFields.ID, Optional.of(Value.Text.of("P" + row.key)));
        new AssertionRules<>(this, provenance)
                .setInitialValue(row, StandardFields.EMAIL, address.map(InMemoryProspects::text));
        return row.key;
    }

    /**
     * Asserts a field of a prospect.
     *
     * @return whether the value has changed
     */
    public boolean assertField(ProspectId prospect, Field field, Optional<Value> value, Provenance provenance) {
        return new AssertionRules<>(this, provenance).assertField(row(prospect), field, value);
    }

    /** Asserts a flag of a prospect. */
    public boolean assertFlag(ProspectId prospect, ProspectFlag flag, boolean yes, Provenance provenance) {
        return assertField(prospect, flag.field(), Optional.of(Value.of(yes)), provenance);
    }

    /** Asserts the address of a prospect. */
    public boolean assertAddress(ProspectId prospect, EmailAddress address, Provenance provenance) {
        return assertField(prospect, StandardFields.EMAIL, Optional.of(text(address)), provenance);
    }

    private static Value text(EmailAddress address) {
        return Value.Text.of(address.value());
    }

    /**
     * Marks an address because mail to it bounced.
     *
     * @return whether it was not marked before
     */
    public boolean mark(EmailAddress address, Provenance provenance) {
        if (marks.putIfAbsent(address, provenance) != null) {
            return false;
        }
        AssertionRules<Row> rules = new AssertionRules<>(this, provenance);
        rows.values().stream().filter(row -> row.has(address)).forEach(row -> rules.markBounced(row, provenance));
        return true;
    }

    /**
     * Takes the mark of an address back.
     *
     * @return whether it was marked
     */
    public boolean unmark(EmailAddress address, Provenance provenance) {
        if (marks.remove(address) == null) {
            return false;
        }
        new AssertionRules<>(this, provenance).unmarkBounced(address);
        return true;
    }

    /** Opts out an address itself. */
    public void addOptOut(EmailAddress address, Provenance provenance) {
        optOuts.add(new AddressOptOut(address, provenance));
    }

    /** Returns the prospects that have an address, in order. */
    public List<ProspectId> findHolders(EmailAddress address) {
        return rows.values().stream()
                .filter(row -> row.has(address))
                .map(Row::key)
                .toList();
    }

    /** Returns the addresses that have been freed so far: a reason has ended, and none is left. */
    public List<EmailAddress> findFreedAddresses() {
        return releasedAddresses.stream()
                .filter(address -> findOldestSuppression(address).isEmpty())
                .toList();
    }

    public Row row(ProspectId prospect) {
        return rows.get(prospect);
    }

    public boolean hasAddress(ProspectId prospect, EmailAddress address) {
        Row row = rows.get(prospect);
        return row != null && row.has(address);
    }

    /** Returns since when a flag of a prospect is Yes; empty if it is No. */
    public Optional<Instant> since(ProspectId prospect, ProspectFlag flag) {
        return row(prospect).since(flag);
    }

    /** Returns the facts of a prospect, in the order in which they were appended. */
    public List<Fact> history(ProspectId prospect) {
        return facts.stream().filter(fact -> fact.prospect().equals(prospect)).toList();
    }

    public Optional<Instant> findMarkedSince(EmailAddress address) {
        return Optional.ofNullable(marks.get(address)).map(Provenance::at);
    }

    /** Returns the addresses of all calls to {@link #ignoreEarlierBounces}, in order. */
    public List<EmailAddress> ignoredAddresses() {
        return ignoredAddresses;
    }

    /** Puts a domain on the suppression list. */
    public void suppressDomain(SuppressedDomain domain, Provenance provenance) {
        domains.putIfAbsent(domain, provenance);
    }

    /** Returns the oldest suppression of an address; empty if there is none. */
    public Optional<Suppression> findOldestSuppression(EmailAddress address) {
        List<Suppression> all = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.has(address)) {
                row.flags.forEach((flag, since) -> all.add(new Suppression(
                        address,
                        SuppressionReason.of(flag),
                        new Suppression.FlaggedProspect(row.key, row.id()),
                        since)));
            }
        }
        formerHolders
                .getOrDefault(address, Map.of())
                .forEach((prospect, since) -> all.add(new Suppression(
                        address,
                        SuppressionReason.BOUNCED,
                        new Suppression.FormerHolder(prospect, row(prospect).id()),
                        since)));
        Provenance mark = marks.get(address);
        if (mark != null) {
            all.add(new Suppression(
                    address, SuppressionReason.BOUNCED, new Suppression.BouncedAddress(mark), mark.at()));
        }
        SuppressedDomain.covering(address.domain(), AddressMatching.AS_WRITTEN).stream()
                .filter(domains::containsKey)
                .map(domain -> new Suppression.DomainEntry(domain, domains.get(domain)))
                .forEach(entry -> all.add(new Suppression(
                        address,
                        SuppressionReason.DOMAIN_LISTED,
                        entry,
                        entry.provenance().at())));
        optOuts.stream()
                .filter(optOut -> optOut.isInForce(address))
                .forEach(optOut -> all.add(new Suppression(
                        address,
                        SuppressionReason.EMAIL_OPT_OUT,
                        new Suppression.OptedOutAddress(optOut.given),
                        optOut.given.at())));
        return all.isEmpty()
                ? Optional.empty()
                : all.stream().min(Comparator.comparing(Suppression::since).thenComparing(Suppression::reason));
    }

    @Override
    public void appendFact(Row prospect, Field field, Optional<String> from, Optional<String> to, Provenance reason) {
        facts.add(new Fact(facts.size() + 1, prospect.key, Optional.of(field), from, to, reason));
    }

    /** Nobody is erased here. */
    @Override
    public Optional<Provenance> findErasure(EmailAddress address) {
        return Optional.empty();
    }

    @Override
    public boolean isMarked(EmailAddress address) {
        return marks.containsKey(address);
    }

    @Override
    public Optional<String> findFormerHolder(EmailAddress address) {
        return formerHolders.getOrDefault(address, Map.of()).keySet().stream()
                .findFirst()
                .map(prospect -> row(prospect).id());
    }

    @Override
    public boolean hasFormerHolder(EmailAddress address) {
        return formerHolders.containsKey(address);
    }

    @Override
    public void addFormerHolder(EmailAddress address, Row prospect, Instant since) {
        formerHolders.computeIfAbsent(address, key -> new TreeMap<>()).putIfAbsent(prospect.key, since);
    }

    @Override
    public void clearEvidence(EmailAddress address) {
        marks.remove(address);
        formerHolders.remove(address);
    }

    @Override
    public void ignoreEarlierBounces(EmailAddress address) {
        ignoredAddresses.add(address);
    }

    @Override
    public Optional<Provenance.Origin> findLastYesOrigin(Row prospect) {
        Optional<Fact> last = Optional.empty();
        for (Fact fact : facts) {
            if (fact.prospect().equals(prospect.key)
                    && fact.field().equals(Optional.of(StandardFields.BOUNCED))
                    && fact.provenance().origin() != Provenance.Origin.BOUNCE) {
                last = Optional.of(fact);
            }
        }
        return last.filter(fact -> fact.to().equals(Optional.of(Value.of(true).text())))
                .map(fact -> fact.provenance().origin());
    }

    @Override
    public List<BouncedHolder> findBouncedHolders(EmailAddress address) {
        return rows.values().stream()
                .filter(row ->
                        row.has(address) && row.since(ProspectFlag.BOUNCED).isPresent())
                .map(row -> new BouncedHolder(row.key, findLastYesOrigin(row)))
                .toList();
    }

    @Override
    public boolean isOptedOut(EmailAddress address) {
        return optOuts.stream().anyMatch(optOut -> optOut.isInForce(address));
    }

    @Override
    public void endOptOuts(EmailAddress address, Row prospect, Provenance provenance) {
        optOuts.stream().filter(optOut -> optOut.isInForce(address)).forEach(optOut -> {
            optOut.ended = Optional.of(provenance);
            optOut.endedBy = Optional.of(prospect.key);
        });
    }

    @Override
    public void restoreOptOuts(Row prospect, RunId run) {
        optOuts.stream()
                .filter(optOut -> optOut.endedBy.equals(Optional.of(prospect.key))
                        && optOut.ended.flatMap(Provenance::run).equals(Optional.of(run)))
                .forEach(optOut -> {
                    optOut.ended = Optional.empty();
                    optOut.endedBy = Optional.empty();
                });
    }

    @Override
    public void addReleasedAddress(EmailAddress address) {
        releasedAddresses.add(address);
    }

    @Override
    public void lockHolders(EmailAddress address) {}

    @Override
    public List<Row> lock(Collection<ProspectId> prospects) {
        return prospects.stream().map(this::row).toList();
    }

    @Override
    public void skipQueuedMail(Row prospect, EmailAddress address) {}

    @Override
    public void addFormerAddress(Row prospect, EmailAddress address) {}
}
