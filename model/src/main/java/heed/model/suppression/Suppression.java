package heed.model.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * One reason why an address of an account is never emailed. An address is suppressed while it has at least one
 * suppression; opt-outs by two people who share an address are two suppressions.
 *
 * @param address the suppressed address
 * @param reason why it is suppressed
 * @param source a {@link ListEntry} exactly if the reason is {@link SuppressionReason#LISTED}, a {@link DomainEntry}
 *     exactly if it is {@link SuppressionReason#DOMAIN_LISTED}, an {@link ErasedPerson} exactly if it is {@link
 *     SuppressionReason#FORGOTTEN}
 * @param since when the suppression began
 */
public record Suppression(EmailAddress address, SuppressionReason reason, Source source, Instant since) {
    /**
     * Creates a suppression.
     *
     * @throws IllegalArgumentException if the reason does not fit the source
     */
    public Suppression {
        if (source instanceof ListEntry != (reason == SuppressionReason.LISTED)
                || source instanceof DomainEntry != (reason == SuppressionReason.DOMAIN_LISTED)
                || source instanceof ErasedPerson != (reason == SuppressionReason.FORGOTTEN)) {
            throw new IllegalArgumentException("the reason " + reason + " does not fit its source");
        }
    }

    /**
     * Returns the source in words: "prospect A", "formerly prospect A", "hard bounce: user unknown", "unsubscribe link, mail
     * 12", "listed by mira: asked by phone" or "@acme.example, listed by mira: asked by phone".
     */
    public String describeSource() {
        return source.either(
                prospect -> "prospect " + prospect.id(),
                formerHolder -> "formerly prospect " + formerHolder.id(),
                bouncedAddress -> bouncedAddress.provenance().reason(),
                optedOutAddress -> optedOutAddress.provenance().origin().label()
                        + optedOutAddress
                                .provenance()
                                .evidence()
                                .map(evidence -> ", " + evidence)
                                .orElse(""),
                listEntry -> describeListing(listEntry.provenance()),
                domainEntry -> domainEntry.domain() + ", " + describeListing(domainEntry.provenance()),
                erasedPerson -> "erased by " + erasedPerson.provenance().actor() + ": "
                        + erasedPerson.provenance().reason());
    }

    private static String describeListing(Provenance provenance) {
        return "listed by " + provenance.actor() + ": " + provenance.reason();
    }

    /** Returns whether this ends when a flag of a prospect who has the address is cleared from Yes to No. */
    public boolean endsWithFlag(ProspectFlag flag, ProspectId prospect) {
        return reason == SuppressionReason.of(flag)
                && source.either(
                        flaggedProspect -> flaggedProspect.prospect().equals(prospect),
                        formerHolder -> true,
                        bouncedAddress -> true,
                        optedOutAddress -> true,
                        listEntry -> false,
                        domainEntry -> false,
                        erasedPerson -> false);
    }

    /** The origin of a suppression, which determines what ends it. */
    public sealed interface Source {
        /** Applies the function for this kind of source and returns its result. */
        <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson);

        /** Returns the Id field of the prospect whose flag is or was the reason; empty if the address itself carries it. */
        default Optional<String> prospectId() {
            return either(
                    flaggedProspect -> Optional.of(flaggedProspect.id()),
                    formerHolder -> Optional.of(formerHolder.id()),
                    bouncedAddress -> Optional.empty(),
                    optedOutAddress -> Optional.empty(),
                    listEntry -> Optional.empty(),
                    domainEntry -> Optional.empty(),
                    erasedPerson -> Optional.empty());
        }

        /**
         * Returns whether this is bounce evidence of the address itself, which marks every prospect that has the address:
         * {@link FormerHolder} or {@link BouncedAddress}.
         */
        default boolean isBounceOfAddress() {
            return either(
                    flaggedProspect -> false,
                    formerHolder -> true,
                    bouncedAddress -> true,
                    optedOutAddress -> false,
                    listEntry -> false,
                    domainEntry -> false,
                    erasedPerson -> false);
        }
    }

    /**
     * A flag of a prospect. The suppression ends when that flag is cleared.
     *
     * @param prospect the prospect with the flag
     * @param id the prospect's Id field, for people
     */
    public record FlaggedProspect(ProspectId prospect, String id) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return flaggedProspect.apply(this);
        }
    }

    /**
     * Bounce evidence that stayed with the address when the prospect that carried it moved to another address. The
     * suppression ends when Bounced is cleared on any prospect with the address.
     *
     * @param prospect the prospect that had the address
     * @param id the prospect's Id field, for people
     */
    public record FormerHolder(ProspectId prospect, String id) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return formerHolder.apply(this);
        }
    }

    /**
     * Bounced mail to the address, regardless of which prospect has it. The suppression ends when Bounced is cleared on
     * any prospect with the address, or when the bounces are reversed.
     */
    public record BouncedAddress(Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return bouncedAddress.apply(this);
        }
    }

    /**
     * An opt-out that was given for the address itself: by the link of a mail that was sent to it, by a complaint about
     * such a mail, or by a mail from it. It stays with the address, whichever prospect has it. The suppression ends when
     * Email Opt Out is cleared of a prospect who has the address, or when somebody removes it from the suppression list.
     */
    public record OptedOutAddress(Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return optedOutAddress.apply(this);
        }
    }

    /**
     * An entry on the suppression list, made by hand, by an import or by a program. No prospect needs to have the
     * address. The suppression ends when the entry is removed.
     */
    public record ListEntry(Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return listEntry.apply(this);
        }
    }

    /**
     * An entry of the address's domain on the suppression list. It covers every address of the domain. The suppression
     * ends when the entry is removed.
     */
    public record DomainEntry(SuppressedDomain domain, Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return domainEntry.apply(this);
        }
    }

    /**
     * The erasure of the person who had the address, of which the store has only a keyed hash. The suppression ends when
     * somebody removes the address from the suppression list.
     */
    public record ErasedPerson(Provenance provenance) implements Source {
        @Override
        public <R> R either(
                Function<FlaggedProspect, R> flaggedProspect,
                Function<FormerHolder, R> formerHolder,
                Function<BouncedAddress, R> bouncedAddress,
                Function<OptedOutAddress, R> optedOutAddress,
                Function<ListEntry, R> listEntry,
                Function<DomainEntry, R> domainEntry,
                Function<ErasedPerson, R> erasedPerson) {
            return erasedPerson.apply(this);
        }
    }
}
