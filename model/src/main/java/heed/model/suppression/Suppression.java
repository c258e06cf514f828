package heed.model.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.util.Optional;

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

    private static String describeListing(Provenance provenance) {
        return "listed by " + provenance.actor() + ": " + provenance.reason();
    }

    /** Returns whether this ends when a flag of a prospect who has the address is cleared from Yes to No. */
    public boolean endsWithFlag(ProspectFlag flag, ProspectId prospect) {
        return reason == SuppressionReason.of(flag)
                && switch (source.kind()) {
                    case FLAG_OF_PROSPECT ->
                        source instanceof FlaggedProspect flagged
                                && flagged.prospect().equals(prospect);
                    case BOUNCE_OF_FORMER_HOLDER, BOUNCE_OF_ADDRESS, OPT_OUT_OF_ADDRESS -> true;
                    case LIST_ENTRY, DOMAIN_ENTRY, ERASED_PERSON -> false;
                };
    }

    /** The kinds of sources. */
    public enum Kind {
        FLAG_OF_PROSPECT,
        BOUNCE_OF_FORMER_HOLDER,
        BOUNCE_OF_ADDRESS,
        OPT_OUT_OF_ADDRESS,
        LIST_ENTRY,
        DOMAIN_ENTRY,
        ERASED_PERSON
    }

    /** The origin of a suppression, which determines what ends it. */
    public sealed interface Source {
        /** Returns the kind of this source. A switch over it must handle each kind. */
        Kind kind();

        /** Returns the Id field of the prospect whose flag is or was the reason; empty if the address itself carries it. */
        default Optional<String> prospectId() {
            return Optional.empty();
        }

        /** Returns who or what asserted the suppression; empty if a flag of a prospect is or was the reason. */
        default Optional<Provenance> assertedBy() {
            return Optional.empty();
        }

        /**
         * Returns whether this is bounce evidence of the address itself, which marks every prospect that has the address:
         * {@link FormerHolder} or {@link BouncedAddress}.
         */
        default boolean isBounceOfAddress() {
            return kind() == Kind.BOUNCE_OF_FORMER_HOLDER || kind() == Kind.BOUNCE_OF_ADDRESS;
        }

        /**
         * Returns the source in words: "prospect A", "formerly prospect A", "hard bounce: user unknown", "unsubscribe link,
         * mail 12", "listed by mira: asked by phone" or "@acme.example, listed by mira: asked by phone".
         */
        String describe();
    }

    /**
     * A flag of a prospect. The suppression ends when that flag is cleared.
     *
     * @param prospect the prospect with the flag
     * @param id the prospect's Id field, for people
     */
    public record FlaggedProspect(ProspectId prospect, String id) implements Source {
        @Override
        public Kind kind() {
            return Kind.FLAG_OF_PROSPECT;
        }

        @Override
        public Optional<String> prospectId() {
            return Optional.of(id);
        }

        @Override
        public String describe() {
            return "prospect " + id;
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
        public Kind kind() {
            return Kind.BOUNCE_OF_FORMER_HOLDER;
        }

        @Override
        public Optional<String> prospectId() {
            return Optional.of(id);
        }

        @Override
        public String describe() {
            return "formerly prospect " + id;
        }
    }

    /**
     * Bounced mail to the address, regardless of which prospect has it. The suppression ends when Bounced is cleared on
     * any prospect with the address, or when the bounces are reversed.
     */
    public record BouncedAddress(Provenance provenance) implements Source {
        @Override
        public Kind kind() {
            return Kind.BOUNCE_OF_ADDRESS;
        }

        @Override
        public Optional<Provenance> assertedBy() {
            return Optional.of(provenance);
        }

        @Override
        public String describe() {
            return provenance.reason();
        }
    }

    /**
     * An opt-out that was given for the address itself: by the link of a mail that was sent to it, by a complaint about
     * such a mail, or by a mail from it. It stays with the address, whichever prospect has it. The suppression ends when
     * Email Opt Out is cleared of a prospect who has the address, or when somebody removes it from the suppression list.
     */
    public record OptedOutAddress(Provenance provenance) implements Source {
        @Override
        public Kind kind() {
            return Kind.OPT_OUT_OF_ADDRESS;
        }

        @Override
        public Optional<Provenance> assertedBy() {
            return Optional.of(provenance);
        }

        @Override
        public String describe() {
            return provenance.origin().label()
                    + provenance.evidence().map(evidence -> ", " + evidence).orElse("");
        }
    }

    /**
     * An entry on the suppression list, made by hand, by an import or by a program. No prospect needs to have the
     * address. The suppression ends when the entry is removed.
     */
    public record ListEntry(Provenance provenance) implements Source {
        @Override
        public Kind kind() {
            return Kind.LIST_ENTRY;
        }

        @Override
        public Optional<Provenance> assertedBy() {
            return Optional.of(provenance);
        }

        @Override
        public String describe() {
            return describeListing(provenance);
        }
    }

    /**
     * An entry of the address's domain on the suppression list. It covers every address of the domain. The suppression
     * ends when the entry is removed.
     */
    public record DomainEntry(SuppressedDomain domain, Provenance provenance) implements Source {
        @Override
        public Kind kind() {
            return Kind.DOMAIN_ENTRY;
        }

        @Override
        public Optional<Provenance> assertedBy() {
            return Optional.of(provenance);
        }

        @Override
        public String describe() {
            return domain + ", " + describeListing(provenance);
        }
    }

    /**
     * The erasure of the person who had the address, of which the store has only a keyed hash. The suppression ends when
     * somebody removes the address from the suppression list.
     */
    public record ErasedPerson(Provenance provenance) implements Source {
        @Override
        public Kind kind() {
            return Kind.ERASED_PERSON;
        }

        @Override
        public Optional<Provenance> assertedBy() {
            return Optional.of(provenance);
        }

        @Override
        public String describe() {
            return "erased by " + provenance.actor() + ": " + provenance.reason();
        }
    }
}
