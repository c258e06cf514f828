package heed.store;

import static heed.store.TestStore.importRow;
import static heed.store.TestStore.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceMarker;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Claim;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.person.ErasedNoPolicy;
import heed.model.person.ErasureRefusedException;
import heed.model.person.ErasureResult;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.store.CheckFinding;
import heed.model.store.ImportOutcome;
import heed.model.suppression.ErasedAddressException;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Erased people: nothing of them is left but a hash, which suppresses their address. */
interface ErasureContract extends BounceTestStore {
    EmailAddress ANN = new EmailAddress("annabel.lee@example.com");

    /** Returns all text of the store's tables, or of its files. */
    String dump();

    private Provenance reason(String text) {
        return new Provenance(
                clock().instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                text,
                Optional.empty(),
                Optional.empty());
    }

    private ErasureResult erase(EmailAddress address) {
        return account().write(work -> work.erasePerson(Set.of(address), Set.of(), reason("asked by letter")));
    }

    private void requireConsistent() {
        List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
        store().check(finding -> {
            if (finding.area() != CheckFinding.Area.CLOCK) { // the clock of these tests stands still
                inconsistencies.addAll(finding.inconsistencies());
            }
        });
        assertThat(inconsistencies).isEmpty();
    }

    private Prospect annabel() {
        return prospect(
                "A",
                StandardFields.EMAIL,
                ANN.value(),
                StandardFields.FIRST_NAME,
                "Annabel",
                StandardFields.LAST_NAME,
                "Leevale",
                StandardFields.CITY,
                "Rome");
    }

    @Test
    @Promise(1)
    default void an_erased_address_stays_suppressed_after_it_is_imported_again() {
        annabel();
        prospect("B", StandardFields.EMAIL, "bob@example.com");
        assertThat(erase(ANN)).extracting(ErasureResult::prospects).isEqualTo(1);
        List<ImportOutcome> outcomes = importRows(
                BY_EMAIL,
                importRow(2, StandardFields.EMAIL, ANN.value(), StandardFields.FIRST_NAME, "Annabel"),
                importRow(3, StandardFields.EMAIL, "cid@example.com"));
        assertThat(outcomes)
                .extracting(ImportOutcome::result)
                .containsExactly(ImportOutcome.RowResult.REJECTED, ImportOutcome.RowResult.CREATED);
        assertThat(outcomes.get(0).reason()).contains(ErasedAddressException.REASON);
        assertThat(query(reading -> reading.findProspects(ANN.value()))).isEmpty();
        assertThat(suppressions(ANN.value())).containsExactly("Erased: asked by letter");
        assertThat(findSkipReason(ANN.value()))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("Erased since"));
        assertThat(findSkipReason("bob@example.com")).isEmpty();
        requireConsistent();
    }

    @Test
    default void nothing_of_an_erased_person_is_left() {
        Prospect ann = annabel();
        set(ann, StandardFields.COMPANY, "Ravens");
        sendMail(ANN.value());
        attempt(
                ANN.value(),
                AttemptOutcome.rejected(SmtpReply.of(
                        SmtpReply.Stage.RCPT_TO, 550, "5.1.1 <" + ANN.value() + "> Annabel Leevale is unknown")));
        Set<EmailAddress> listed =
                account().write(work -> work.suppress(List.of(ANN), reason("Annabel Leevale asked by phone")));
        Prospect bob = prospect("B", StandardFields.EMAIL, ANN.value());
        set(bob, StandardFields.EMAIL, "bob@example.com");
        assertThat(listed).hasSize(1);
        assertThat(dump()).contains("annabel.lee", "Leevale", "Ravens");

        ErasureResult erasure = erase(ANN);

        assertThat(erasure).extracting(ErasureResult::prospects).isEqualTo(1);
        assertThat(erasure).extracting(ErasureResult::mails).isEqualTo(2);
        assertThat(dump().toLowerCase(Locale.ROOT)).doesNotContain("annabel", "leevale", "ravens", "rome");
        assertThat(texts(find("B"), StandardFields.EMAIL)).containsExactly("bob@example.com");
        requireConsistent();
        ErasureResult again = erase(ANN);
        assertThat(again).isEqualTo(new ErasureResult(1, 0, 0, 0, 0));
        assertThat(query(reading -> reading.listSuppressionEntries(ANN))).hasSize(1);
    }

    @Test
    default void a_prospect_is_erased_with_its_former_addresses_unless_another_has_them() {
        Prospect ann = annabel();
        prospect("B", StandardFields.EMAIL, "shared@example.com");
        set(ann, StandardFields.EMAIL, "shared@example.com");
        set(ann, StandardFields.EMAIL, "ann@new.example");
        ErasureResult unused =
                account().write(work -> work.erasePerson(Set.of(), Set.of(ann.key()), reason("asked by letter")));
        assertThat(suppressions("ann@new.example")).hasSize(1);
        assertThat(suppressions(ANN.value())).hasSize(1);
        assertThat(suppressions("shared@example.com")).isEmpty();
        requireConsistent();
    }

    @Test
    default void an_erased_address_stays_suppressed_under_each_rule_of_mailboxes() {
        account().setAddressMatching(AddressMatching.AS_WRITTEN);
        EmailAddress dotted = new EmailAddress("annabel.lee@gmail.com");
        erase(dotted);
        assertThat(suppressions("annabellee@gmail.com")).isEmpty();
        account().setAddressMatching(AddressMatching.AS_DELIVERED);
        assertThat(suppressions("annabellee@gmail.com")).hasSize(1);
        assertThat(suppressions(dotted.value())).hasSize(1);
    }

    @Test
    default void a_person_who_comes_back_is_removed_from_the_list() {
        annabel();
        erase(ANN);
        Set<EmailAddress> removed = account().write(work -> work.unsuppress(List.of(ANN), reason("signed up again")));
        assertThat(removed).containsExactly(ANN);
        assertThat(suppressions(ANN.value())).isEmpty();
        annabel();
        assertThat(findSkipReason(ANN.value())).isEmpty();
        assertThat(query(reading -> reading.listSuppressionEntries(ANN)))
                .extracting(entry -> entry.added() + " " + entry.provenance().reason())
                .containsExactly("true asked by letter", "false signed up again");
        requireConsistent();
    }

    @Test
    default void listing_an_erased_address_does_not_store_it() {
        erase(ANN);
        Set<EmailAddress> listed = account().write(work -> work.suppress(List.of(ANN), reason("a list")));
        assertThat(listed).isEmpty();
        assertThat(dump()).doesNotContain("annabel");
    }

    @Test
    default void a_person_is_not_erased_while_a_mail_to_the_person_is_in_flight() {
        annabel();
        mail().attempts()
                .claim(
                        List.of(Claim.of(new MessageKey("Acme", "news", "1", 1), ANN, MessageClass.TRANSACTIONAL)),
                        clock(),
                        SENDER);
        assertThatThrownBy(() -> erase(ANN))
                .isInstanceOf(ErasureRefusedException.class)
                .hasMessageContaining("in flight");
        assertThat(find("A").id()).isEqualTo("A");
    }

    @Test
    default void no_door_stores_an_erased_address_again() {
        MailId mail = sendMail(ANN.value());
        Prospect bob = prospect("B", StandardFields.EMAIL, "bob@example.com");
        erase(ANN);
        assertThatThrownBy(() -> set(bob, StandardFields.EMAIL, ANN.value()))
                .isInstanceOfSatisfying(
                        ErasedAddressException.class,
                        refusal -> assertThat(refusal.erasure().reason()).isEqualTo("asked by letter"));
        List<ImportOutcome> outcomes =
                importRows(BY_ID, importRow(1, StandardFields.ID, "B", StandardFields.EMAIL, ANN.value()));
        assertThat(outcomes).extracting(ImportOutcome::result).containsExactly(ImportOutcome.RowResult.REJECTED);
        BounceMarker.BounceEffect failed =
                receive(BounceTestStore.uncorrelatedVerdict(ANN.value(), BounceReason.USER_UNKNOWN, BounceKind.HARD));
        BounceMarker.BounceEffect signed = hardBounce(mail);
        assertThat(List.of(failed, signed)).doesNotContain(BounceMarker.BounceEffect.MARKED);
        bounces().write(work -> {
            work.optOut(
                    new Bounce.BouncedMail(Optional.of(ANN), Optional.empty(), Optional.empty(), Optional.empty()),
                    reason("called a mail spam"));
            return true;
        });
        assertThat(dump().toLowerCase(Locale.ROOT)).doesNotContain("annabel");
        assertThat(suppressions(ANN.value())).containsExactly("Erased: asked by letter");
        assertThat(texts(find("B"), StandardFields.EMAIL)).containsExactly("bob@example.com");
    }

    @Test
    default void what_is_kept_of_erased_people_is_the_accounts_setting() {
        erase(ANN);
        EmailAddress later = new EmailAddress("later@example.com");
        account().setErasedNoPolicy(new ErasedNoPolicy(Optional.of(6), false));
        assertThat(account().account().erasedNoPolicy()).isEqualTo(new ErasedNoPolicy(Optional.of(6), false));
        assertThat(suppressions(ANN.value())).containsExactly("Erased: (not kept)");
        assertThat(dump()).doesNotContain("asked by letter");
        clock().advance(Duration.ofDays(100));
        erase(later);
        clock().advance(Duration.ofDays(100));
        Instant end = account()
                .account()
                .erasedNoPolicy()
                .expiry(clock().instant(), ZoneOffset.UTC)
                .orElseThrow();
        long expired = account().read(reading -> reading.countErasures(end));
        assertThat(expired).isEqualTo(1);
        long deleted = account().write(work -> work.deleteErasures(end));
        assertThat(deleted).isEqualTo(1);
        assertThat(suppressions(ANN.value())).isEmpty();
        assertThat(suppressions(later.value())).containsExactly("Erased: (not kept)");
        long kept = account().read(reading -> reading.countErasedAddresses());
        assertThat(kept).isEqualTo(1);
        requireConsistent();
    }
}
