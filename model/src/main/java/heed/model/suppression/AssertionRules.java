package heed.model.suppression;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.AssertionStore.BouncedHolder;
import java.util.List;
import java.util.Optional;

/**
 * The rules that tie fields, flags, addresses and facts together, for assertions of one provenance in one transaction
 * (promises 1 and 3 of docs/promises.md). A store locks and reads, calls these rules, and writes what they have changed.
 *
 * <ul>
 *   <li>A changed value is a fact. An assertion of a flag is a fact also when it repeats the present value.
 *   <li>The flags are independent: asserting one never changes the other.
 *   <li>A Bounced prospect that gets another address leaves its bounce with the former one: its Bounced becomes No, and
 *       a prospect that gets the former address becomes Bounced. Its Email Opt Out stays with the prospect. Mail that
 *       waits for the prospect at the former address is skipped.
 *   <li>A prospect that gets an address that bounces mark, or that a Bounced prospect has left, becomes Bounced.
 *   <li>If Bounced of a prospect is cleared, its address is marked no more. All other prospects that are Bounced only
 *       because of the address are cleared too. An undo is the exception: it restores the flag of the prospect and
 *       changes nothing of the address.
 *   <li>An opt-out that was given for an address stays with the address when prospects leave it or take it. If Email Opt
 *       Out is cleared of a prospect who has the address, it ends. A person who sets a prospect's Email Opt Out to No ends
 *       it also if the field was No before. An undo ends none, and restores those that the undone run has ended by
 *       clearing the field of the same prospect.
 *   <li>Nobody gets the address of an erased person.
 * </ul>
 *
 * Not thread-safe.
 *
 * @param <P> the store's own kind of prospect
 */
public final class AssertionRules<P extends AssertedProspect> {
    private static final Optional<Value> YES = Optional.of(Value.of(true));

    private final AssertionStore<P> store;
    private final Provenance provenance;

    public AssertionRules(AssertionStore<P> store, Provenance provenance) {
        this.store = store;
        this.provenance = provenance;
    }

    /** @throws IllegalArgumentException if the account has no such field */
    public static void requireField(FieldCatalog catalog, Field field) {
        if (field.slot() >= catalog.size()
                || !catalog.all().get(field.slot()).apiName().equals(field.apiName())) {
            throw new IllegalArgumentException(field.label() + " is no field of this account");
        }
    }

    /** @throws IllegalArgumentException if the value does not fit the field */
    public static void requireFittingValue(Field field, Optional<Value> value) {
        if (value.isPresent() && value.get().type() != field.type()) {
            throw new IllegalArgumentException("a " + value.get().type().id() + " does not fit " + field.label());
        }
        if (value.isPresent() && field.slot() == StandardFields.EMAIL.slot()) {
            EmailAddress unused = new EmailAddress(value.get().text()); // rejects an address that is not canonical
        }
    }

    /**
     * Returns whether assertions can change the bounce data of an address, and not only the flags of the prospects that
     * have it. A store then locks the addresses first.
     */
    public static boolean concernAddresses(List<FieldAssertion> assertions, Provenance provenance) {
        return assertions.stream()
                .anyMatch(assertion -> assertion.field().equals(StandardFields.EMAIL)
                        || (assertion.field().equals(StandardFields.BOUNCED)
                                && endsMark(assertion.value().equals(YES), provenance))
                        || (assertion.field().equals(StandardFields.EMAIL_OPT_OUT)
                                && concernsOptOuts(assertion.value().equals(YES), provenance)));
    }

    private static boolean concernsOptOuts(boolean optedOut, Provenance provenance) {
        // A person who takes an opt-out back on its page ends that one only, and no rule of this class applies.
        return provenance.origin() != Provenance.Origin.UNSUBSCRIBE
                && optedOut == (provenance.origin() == Provenance.Origin.UNDO);
    }

    private static boolean endsMark(boolean bounced, Provenance provenance) {
        return !bounced && provenance.origin() != Provenance.Origin.UNDO;
    }

    /**
     * Sets a value of a prospect that the transaction creates. The creation is one fact: the value has none of its own.
     *
     * @throws ErasedAddressException if the value is the address of an erased person
     */
    public void setInitialValue(P prospect, Field field, Optional<Value> value) {
        requireNotErased(field, value);
        prospect.set(field, value);
        if (field.equals(StandardFields.EMAIL)) {
            takeAddress(prospect);
        }
    }

    /**
     * Asserts a field of a prospect; an empty value clears it and makes a flag No.
     *
     * @return whether the value has changed
     * @throws ErasedAddressException if the value is the address of an erased person
     */
    public boolean assertField(P prospect, Field field, Optional<Value> value) {
        Optional<ProspectFlag> flag = ProspectFlag.find(field);
        if (flag.isPresent()) {
            return assertFlag(prospect, flag.get(), value.equals(YES));
        }
        Optional<String> from = prospect.value(field).map(Value::text);
        Optional<String> to = value.map(Value::text);
        if (from.equals(to)) {
            return false;
        }
        requireNotErased(field, value);
        store.appendFact(prospect, field, from, to, provenance);
        if (field.equals(StandardFields.EMAIL)) {
            leaveAddress(prospect);
            prospect.set(field, value);
            takeAddress(prospect);
        } else {
            prospect.set(field, value);
        }
        return true;
    }

    private void requireNotErased(Field field, Optional<Value> value) {
        if (field.equals(StandardFields.EMAIL)) {
            value.flatMap(address -> store.findErasure(new EmailAddress(address.text())))
                    .ifPresent(erasure -> {
                        throw new ErasedAddressException(erasure);
                    });
        }
    }

    private boolean assertFlag(P prospect, ProspectFlag flag, boolean yes) {
        boolean changed = setFlag(prospect, flag, yes, provenance);
        switch (flag) {
            case EMAIL_OPT_OUT -> applyToOptOuts(prospect, yes, changed);
            case BOUNCED -> {
                if (endsMark(yes, provenance)) {
                    addressOf(prospect).ifPresent(address -> endMark(prospect, address, changed));
                }
            }
        }
        return changed;
    }

    private void applyToOptOuts(P prospect, boolean yes, boolean changed) {
        if (!concernsOptOuts(yes, provenance)) {
            return;
        }
        if (yes) {
            provenance.run().ifPresent(run -> store.restoreOptOuts(prospect, run));
            return;
        }
        addressOf(prospect)
                .filter(address -> changed || endsOptOutsUnchanged(address))
                .ifPresent(address -> {
                    store.endOptOuts(address, prospect, provenance);
                    store.addReleasedAddress(address);
                });
    }

    /**
     * Returns whether an assertion of No ends the opt-outs of the address although the field was No before. A person who
     * sets the field of one prospect means that prospect; a file or an automation repeats what was there.
     */
    private boolean endsOptOutsUnchanged(EmailAddress address) {
        return provenance.origin() == Provenance.Origin.PROFILE && store.isOptedOut(address);
    }

    private void endMark(P prospect, EmailAddress address, boolean flagChanged) {
        boolean ended =
                store.isMarked(address) || store.findFormerHolder(address).isPresent();
        if (ended) {
            store.clearEvidence(address);
        }
        if (ended || flagChanged) {
            store.ignoreEarlierBounces(address);
        }
        if (ended) {
            store.addReleasedAddress(address);
            String id = prospect.value(StandardFields.ID).orElseThrow().text();
            Provenance cleared =
                    sideEffect(provenance.origin(), "Bounced was cleared of prospect " + id + " with the same address");
            List<ProspectId> others = findBouncedByAddress(address).stream()
                    .filter(holder -> !holder.equals(prospect.key()))
                    .toList();
            store.lock(others).forEach(other -> setFlag(other, ProspectFlag.BOUNCED, false, cleared));
        }
    }

    private boolean setFlag(P prospect, ProspectFlag flag, boolean yes, Provenance reason) {
        boolean before = prospect.since(flag).isPresent();
        store.appendFact(
                prospect,
                flag.field(),
                Optional.of(Value.of(before).text()),
                Optional.of(Value.of(yes).text()),
                reason);
        if (before == yes) {
            return false;
        }
        prospect.set(flag, yes ? Optional.of(reason.at()) : Optional.empty());
        if (!yes) {
            addressOf(prospect).ifPresent(store::addReleasedAddress);
        }
        return true;
    }

    private void leaveAddress(P prospect) {
        Optional<EmailAddress> former = addressOf(prospect);
        if (former.isEmpty()) {
            return;
        }
        EmailAddress address = former.get();
        store.skipQueuedMail(prospect, address);
        store.addFormerAddress(prospect, address);
        if (prospect.since(ProspectFlag.EMAIL_OPT_OUT).isPresent()) {
            store.addReleasedAddress(address);
        }
        if (prospect.since(ProspectFlag.BOUNCED).isPresent()) {
            // A mark of the address is bounce evidence enough, unless Bounced was asserted of the prospect itself too.
            if (!store.isMarked(address) || isBouncedItself(store.findLastYesOrigin(prospect))) {
                store.addFormerHolder(
                        address, prospect, prospect.since(ProspectFlag.BOUNCED).get());
            }
            setFlag(
                    prospect,
                    ProspectFlag.BOUNCED,
                    false,
                    sideEffect(
                            Provenance.Origin.ADDRESS_CHANGE,
                            "the address changed; the bounce stays with the former one"));
        }
    }

    private void takeAddress(P prospect) {
        Optional<String> bounceReason = addressOf(prospect).flatMap(this::findBounceReason);
        if (bounceReason.isPresent() && prospect.since(ProspectFlag.BOUNCED).isEmpty()) {
            setFlag(
                    prospect,
                    ProspectFlag.BOUNCED,
                    true,
                    sideEffect(Provenance.Origin.ADDRESS_CHANGE, bounceReason.get()));
        }
    }

    /** Returns why a prospect that takes the address becomes Bounced; empty if it does not. */
    private Optional<String> findBounceReason(EmailAddress address) {
        Optional<String> formerHolder =
                store.findFormerHolder(address).map(id -> "the address bounced when prospect " + id + " had it");
        return formerHolder.isEmpty() && store.isMarked(address)
                ? Optional.of("mail to the address bounced")
                : formerHolder;
    }

    /** Makes a prospect Bounced because bounces mark its address from now on. */
    public void markBounced(P prospect, Provenance reason) {
        setFlag(prospect, ProspectFlag.BOUNCED, true, reason);
    }

    /**
     * Makes the prospects with an address not Bounced that were so only because bounces marked it. Nothing changes
     * while the bounce of a prospect that has left the address still stays with it.
     */
    public void unmarkBounced(EmailAddress address) {
        if (!store.hasFormerHolder(address)) {
            store.addReleasedAddress(address);
            store.lockHolders(address);
            store.lock(findBouncedByAddress(address))
                    .forEach(holder -> setFlag(holder, ProspectFlag.BOUNCED, false, provenance));
        }
    }

    private List<ProspectId> findBouncedByAddress(EmailAddress address) {
        return store.findBouncedHolders(address).stream()
                .filter(holder -> !isBouncedItself(holder.lastYesOrigin()))
                .map(BouncedHolder::prospect)
                .toList();
    }

    /** Returns whether Bounced was asserted of the prospect itself, and is not only a consequence of its address. */
    private static boolean isBouncedItself(Optional<Provenance.Origin> lastYesOrigin) {
        return lastYesOrigin.isPresent() && lastYesOrigin.get() != Provenance.Origin.ADDRESS_CHANGE;
    }

    private static Optional<EmailAddress> addressOf(AssertedProspect prospect) {
        return prospect.value(StandardFields.EMAIL).map(value -> new EmailAddress(value.text()));
    }

    private Provenance sideEffect(Provenance.Origin origin, String reason) {
        return new Provenance(
                provenance.at(), provenance.actor(), origin, reason, provenance.evidence(), provenance.run());
    }
}
