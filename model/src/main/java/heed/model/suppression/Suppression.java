package heed.model.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * One reason why one address of an account is never emailed. An address stays suppressed while any is left: two people's
 * opt-outs of one address are two.
 *
 * @param source with {@link SuppressionReason#LISTED} it is {@link ListEntry}, and only then
 */
public record Suppression(EmailAddress address, SuppressionReason reason, Source source, Instant since) {
    public Suppression {
        boolean listed = source.either(
                flaggedProspect -> false, formerHolder -> false, bouncedAddress -> false, listEntry -> true);
        if (listed != (reason == SuppressionReason.LISTED)) {
            throw new IllegalArgumentException("not a suppression: " + reason);
        }
    }

    /** What carries the reason, and so what ends it. */
    public sealed interface Source {
        <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<ListEntry, R> listEntry);

        /** Returns the Id field of the prospect whose flag is or was the reason; empty if the address itself carries it. */
        default Optional<String> prospectId() {
            return either(
                    flaggedProspect -> Optional.of(flaggedProspect.id()),
                    formerHolder -> Optional.of(formerHolder.id()),
                    bouncedAddress -> Optional.empty(),
                    listEntry -> Optional.empty());
        }

        /**
         * Returns whether this is bounce evidence of the address itself, which marks every prospect that has the address:
         * {@link FormerHolder} or {@link BouncedAddress}.
         */
        default boolean isBounceOfAddress() {
            return either(flaggedProspect -> false, formerHolder -> true, bouncedAddress -> true, listEntry -> false);
        }
    }

    /** A prospect's own flag: ended by clearing that flag. */
    public record FlaggedProspect(ProspectId prospect, String id) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<ListEntry, R> listEntry) {
            return flaggedProspect.apply(this);
        }
    }

    /**
     * Bounce evidence that stayed with the address when the prospect that carried it moved to another: ended by clearing
     * Bounced on any prospect that has the address.
     */
    public record FormerHolder(ProspectId prospect, String id) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<ListEntry, R> listEntry) {
            return formerHolder.apply(this);
        }
    }

    /**
     * Mail to the address bounced, whoever has it: ended by clearing Bounced on any prospect that has the address, or by
     * taking the bounces back.
     */
    public record BouncedAddress(Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<ListEntry, R> listEntry) {
            return bouncedAddress.apply(this);
        }
    }

    /**
     * The address itself was put on the list, by hand, by an import or by a program; no prospect need have it. Ended by
     * taking it off the list.
     */
    public record ListEntry(Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<ListEntry, R> listEntry) {
            return listEntry.apply(this);
        }
    }
}
