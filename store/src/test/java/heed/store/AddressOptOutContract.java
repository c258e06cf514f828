package heed.store;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.VerdictKind;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.unsubscribe.OptOutStore.TakeBack;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.store.ImportOptions;
import heed.model.store.UnitOfWork;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The opt-outs that an address has itself, whichever prospect has it. */
interface AddressOptOutContract extends BounceTestStore {
    String BOB = "bob@example.com";

    private MailId click(String address) {
        MailId mail = sendMail(address);
        assertThat(mail().optOuts().optOut(mark(mail), clock().instant())).isTrue();
        return mail;
    }

    private Set<EmailAddress> freedBy(Consumer<UnitOfWork> change) {
        return account().write(work -> {
            change.accept(work);
            return work.findFreedAddresses();
        });
    }

    private Set<EmailAddress> freedBySetting(Prospect prospect, Field field, String text) {
        return freedBy(work -> work.assertFields(
                List.of(new FieldAssertion(prospect.key(), field, TestStore.value(field, text))), editProvenance()));
    }

    private static Set<EmailAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(EmailAddress::new).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Promise(11)
    default void an_opt_out_by_link_stays_with_the_address_when_the_prospect_moves_or_is_cleared_of_it() {
        Prospect bob = prospect("B", EMAIL, BOB);
        MailId mail = click(BOB);
        assertThat(freedBySetting(bob, EMAIL, "new@example.com")).isEmpty();
        assertThat(suppressions(BOB)).containsExactly("Email Opt Out: unsubscribe link, mail " + mail);
        assertThat(suppressions("new@example.com")).containsExactly("Email Opt Out by B");
        assertThat(freedBySetting(bob, EMAIL, "")).isEqualTo(addresses("new@example.com"));
        prospect("C", EMAIL, BOB);
        assertThat(findSkipReason(BOB)).contains("Email Opt Out since 2026-03-01T12:00:00Z");
        assertThat(query(reading -> reading.listSuppressions("", 10))).hasSize(1);
        assertThat(account().<Long>read(reading -> reading.countSuppressedAddresses()))
                .isEqualTo(1);
    }

    @Test
    @Promise(11)
    default void a_complaint_stays_with_the_address_of_the_mail() {
        Prospect bob = prospect("B", EMAIL, BOB);
        MailId mail = sendMail(BOB);
        set(bob, EMAIL, "new@example.com");
        receive(verdict(VerdictKind.COMPLAINT, mail, Optional.empty()));
        prospect("C", EMAIL, BOB);
        assertThat(findSkipReason(BOB)).isPresent();
        assertThat(findSkipReason("new@example.com")).isPresent();
    }

    @Test
    @Promise(11)
    default void it_ends_when_email_opt_out_of_a_prospect_at_the_address_is_cleared() {
        Prospect bob = prospect("B", EMAIL, BOB);
        click(BOB);
        assertThat(freedBySetting(bob, EMAIL_OPT_OUT, "no")).isEqualTo(addresses(BOB));
        assertThat(suppressions(BOB)).isEmpty();
        assertThat(query(reading -> reading.listSuppressionEntries(new EmailAddress(BOB))))
                .extracting(entry -> entry.added() + " " + entry.provenance().origin())
                .containsExactly("true UNSUBSCRIBE", "false PROFILE");
    }

    @Test
    @Promise(11)
    default void an_import_that_repeats_a_no_does_not_end_it_and_one_that_clears_a_yes_does() {
        Prospect bob = prospect("B", EMAIL, BOB);
        click(BOB);
        set(bob, EMAIL, "");
        Provenance importing = new Provenance(
                clock().instant(), "ann", Provenance.Origin.IMPORT, "a file", Optional.empty(), Optional.empty());
        ImportOptions clearing = new ImportOptions(StandardFields.ID, true);
        assertThat(freedBy(work -> work.importRows(
                        List.of(TestStore.importRow(
                                1, StandardFields.ID, "C", EMAIL, BOB, EMAIL_OPT_OUT, "no", BOUNCED, "no")),
                        clearing,
                        importing)))
                .isEmpty();
        assertThat(suppressions(BOB)).hasSize(1);
        Prospect heir = find("C");
        set(heir, EMAIL_OPT_OUT, "yes");
        assertThat(freedBy(work -> work.importRows(
                        List.of(TestStore.importRow(1, StandardFields.ID, "C", EMAIL_OPT_OUT, "no")),
                        clearing,
                        importing)))
                .isEqualTo(addresses(BOB));
    }

    @Test
    @Promise(11)
    default void it_ends_by_name_and_other_reasons_stay() {
        Prospect bob = prospect("B", EMAIL, BOB);
        click(BOB);
        set(bob, EMAIL, "");
        Set<EmailAddress> freed = freedBy(work ->
                assertThat(work.unsuppress(addresses(BOB), editProvenance())).isEqualTo(addresses(BOB)));
        assertThat(freed).isEqualTo(addresses(BOB));
        assertThat(suppressions(BOB)).isEmpty();
        Prospect cy = prospect("C", EMAIL, BOB);
        click(BOB);
        assertThat(freedBy(work -> work.unsuppress(addresses(BOB), editProvenance())))
                .isEmpty();
        assertThat(suppressions(BOB)).containsExactly("Email Opt Out by C");
        assertThat(freedBySetting(cy, EMAIL, "")).isEqualTo(addresses(BOB));
    }

    @Test
    @Promise(6)
    default void an_undo_restores_the_opt_outs_that_the_run_ended() {
        Prospect bob = prospect("B", EMAIL, BOB);
        click(BOB);
        Run run = account()
                .write(work -> work.startRun(
                        work.saveDefinition("a", "A", "{}", clock().instant()),
                        1,
                        1,
                        new EvaluationTime(clock().instant(), ZoneOffset.UTC),
                        false,
                        new Run.Lease("w", clock().instant().plusSeconds(60))));
        Provenance running = new Provenance(
                clock().instant(), "ann", Provenance.Origin.AUTOMATION, "A", Optional.empty(), Optional.of(run.id()));
        set(bob, running, EMAIL_OPT_OUT, "no");
        assertThat(suppressions(BOB)).isEmpty();
        Provenance undoing = new Provenance(
                clock().instant(), "ann", Provenance.Origin.UNDO, "undone", Optional.empty(), Optional.of(run.id()));
        set(bob, undoing, EMAIL_OPT_OUT, "yes");
        set(bob, EMAIL, "");
        assertThat(suppressions(BOB)).hasSize(1);
        set(bob, undoing, EMAIL_OPT_OUT, "no");
        assertThat(suppressions(BOB)).hasSize(1);
    }

    @Test
    @Promise(11)
    default void it_covers_every_spelling_of_the_mailbox() {
        account().setAddressMatching(AddressMatching.AS_DELIVERED);
        Prospect bob = prospect("B", EMAIL, "bob@gmail.com");
        click("bob@gmail.com");
        set(bob, EMAIL, "");
        assertThat(findSkipReason("b.ob+news@gmail.com")).isPresent();
        Prospect cy = prospect("C", EMAIL, "b.ob@gmail.com");
        assertThat(freedBySetting(cy, EMAIL_OPT_OUT, "no")).isEqualTo(addresses("b.ob@gmail.com"));
        assertThat(findSkipReason("bob@gmail.com")).isEmpty();
    }

    @Test
    @Promise(11)
    default void a_misclick_is_taken_back_within_the_hour_and_nothing_else_is_freed() {
        Prospect bob = prospect("B", EMAIL, BOB);
        MailId mail = click(BOB);
        assertThat(mail().optOuts().takeBack(mark(mail), clock().instant())).isEqualTo(TakeBack.DONE);
        assertThat(suppressions(BOB)).isEmpty();
        assertThat(history(bob))
                .endsWith("Email Opt Out: No → Yes (unsubscribe link)", "Email Opt Out: Yes → No (unsubscribe link)");
        assertThat(mail().optOuts().takeBack(mark(mail), clock().instant())).isEqualTo(TakeBack.NOTHING);
        mail().optOuts().optOut(mark(mail), clock().instant());
        clock().advance(Duration.ofMinutes(60));
        assertThat(mail().optOuts().takeBack(mark(mail), clock().instant())).isEqualTo(TakeBack.NOTHING);
        assertThat(suppressions(BOB)).hasSize(2);
        assertThat(mail().optOuts()
                        .takeBack(new MailMark(new MailId(999), Optional.empty(), Optional.empty()), clock().instant()))
                .isEqualTo(TakeBack.UNKNOWN_MAIL);
    }

    @Test
    @Promise(11)
    default void taking_back_leaves_a_no_that_was_there_before() {
        prospect("B", EMAIL, BOB);
        MailId first = sendMail(BOB);
        MailId second = sendMail(BOB);
        mail().optOuts().optOut(mark(first), clock().instant());
        mail().optOuts().optOut(mark(second), clock().instant());
        mail().optOuts().takeBack(mark(second), clock().instant());
        assertThat(suppressions(BOB))
                .containsExactly("Email Opt Out: unsubscribe link, mail " + first, "Email Opt Out by B");
    }
}
