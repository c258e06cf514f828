package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import heed.store.ReferenceProspects.ReferenceProspect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flags, addresses, facts and the suppression list agree with the reference implementation after random changes. */
interface SuppressionRulesContract extends TestStore {
    int STEPS = 300;
    List<String> ADDRESSES = List.of("", "a@example.com", "b@example.com", "c@example.com", "d@example.com");
    List<EmailAddress> EMAIL_ADDRESSES = ADDRESSES.stream()
            .flatMap(address -> EmailAddress.parse(address).stream())
            .toList();

    @Promise(3)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    default void the_suppression_list_agrees_with_the_flags_after_random_edits_imports_and_moves(long seed) {
        Random random = new Random(seed);
        ReferenceProspects model = new ReferenceProspects();
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(6) == 0) {
                suppressSome(random, model, "reason " + step);
            } else if (model.people.isEmpty() || random.nextInt(3) == 0) {
                importSome(random, model);
            } else {
                assertSome(random, model);
            }
            clock().advance(Duration.ofSeconds(random.nextInt(2)));
            if (step % 10 == 9) {
                requireAgreement(model);
            }
        }
        assertThat(model.people.values().stream().filter(person -> person.facts.size() > 20))
                .isNotEmpty();
    }

    private void suppressSome(Random random, ReferenceProspects model, String reason) {
        List<EmailAddress> addresses =
                EMAIL_ADDRESSES.stream().filter(address -> random.nextBoolean()).toList();
        List<String> texts = addresses.stream().map(EmailAddress::value).toList();
        boolean add = random.nextBoolean();
        Provenance provenance = new Provenance(
                clock().instant(),
                "ann",
                Provenance.Origin.SUPPRESSION_LIST,
                reason,
                Optional.empty(),
                Optional.empty());
        Set<EmailAddress> changed = account()
                .write(work -> add ? work.suppress(addresses, provenance) : work.unsuppress(addresses, provenance));
        assertThat(changed)
                .extracting(EmailAddress::value)
                .containsExactlyElementsOf(add ? model.suppress(texts, reason) : model.unsuppress(texts));
    }

    private void assertSome(Random random, ReferenceProspects model) {
        List<ReferenceProspect> people = List.copyOf(model.people.values());
        List<FieldAssertion> assertions = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            ReferenceProspect person = people.get(random.nextInt(people.size()));
            boolean yes = random.nextInt(3) > 0;
            String email = ADDRESSES.get(random.nextInt(ADDRESSES.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    model.setOptOut(person, yes, "profile edit");
                    assertions.add(assertion(person, StandardFields.EMAIL_OPT_OUT, yes ? "yes" : "no"));
                }
                case 1, 2 -> {
                    model.setBounced(person, yes, "profile edit");
                    assertions.add(assertion(person, StandardFields.BOUNCED, yes ? "yes" : ""));
                }
                default -> {
                    model.move(person, email, "profile edit");
                    assertions.add(assertion(person, StandardFields.EMAIL, email));
                }
            }
        }
        account().write(work -> {
            work.assertFields(assertions, editProvenance());
            return true;
        });
    }

    private FieldAssertion assertion(ReferenceProspect person, Field field, String text) {
        return new FieldAssertion(find(person.id).key(), field, TestStore.value(field, text));
    }

    private void importSome(Random random, ReferenceProspects model) {
        boolean byEmail = random.nextBoolean();
        boolean mayClear = random.nextInt(3) == 0;
        List<ImportRow> rows = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int line = 1 + random.nextInt(8); line > 0; line--) {
            Optional<String> id = Optional.of("P" + random.nextInt(12));
            Optional<String> email = random.nextInt(5) == 0
                    ? Optional.empty()
                    : Optional.of(ADDRESSES.get(random.nextInt(ADDRESSES.size())));
            Optional<Boolean> optOut = randomFlag(random);
            Optional<Boolean> bounced = randomFlag(random);
            expected.add(line + " " + model.importRow(byEmail, mayClear, id, email, optOut, bounced));
            Map<Field, String> cells = new LinkedHashMap<>();
            cells.put(StandardFields.ID, id.orElseThrow());
            email.ifPresent(text -> cells.put(StandardFields.EMAIL, text));
            optOut.ifPresent(yes -> cells.put(StandardFields.EMAIL_OPT_OUT, yes ? "yes" : ""));
            bounced.ifPresent(yes -> cells.put(StandardFields.BOUNCED, yes ? "yes" : "no"));
            rows.add(TestStore.importRow(
                    line,
                    cells.entrySet().stream()
                            .flatMap(cell -> List.of(cell.getKey(), (Object) cell.getValue()).stream())
                            .toArray()));
        }
        List<ImportOutcome> outcomes = importRows(
                new ImportOptions(byEmail ? StandardFields.EMAIL : StandardFields.ID, mayClear),
                rows.toArray(ImportRow[]::new));
        assertThat(ImportContract.kinds(outcomes)).isEqualTo(expected);
    }

    private static Optional<Boolean> randomFlag(Random random) {
        int choice = random.nextInt(5);
        return choice < 2 ? Optional.empty() : Optional.of(choice > 2);
    }

    private void requireAgreement(ReferenceProspects model) {
        for (ReferenceProspect person : model.people.values()) {
            Prospect prospect = find(person.id);
            assertThat(TestStore.texts(prospect, StandardFields.EMAIL)).containsExactly(person.email);
            assertThat(prospect.hasFlag(ProspectFlag.EMAIL_OPT_OUT)).isEqualTo(person.optedOut);
            assertThat(prospect.hasFlag(ProspectFlag.BOUNCED)).isEqualTo(person.bounced);
            assertThat(history(prospect)).isEqualTo(person.facts);
        }
        List<Suppression> listed = query(reading -> reading.listSuppressions("", 100));
        assertThat(listed)
                .extracting(suppression -> suppression.address() + " " + TestStore.describe(suppression))
                .containsExactlyInAnyOrderElementsOf(model.suppressions());
        assertThat(account().read(StoreReading::countSuppressedAddresses))
                .isEqualTo(listed.stream().map(Suppression::address).distinct().count());
        assertThat(readInPages(1)).isEqualTo(listed);
        assertThat(readInPages(3)).isEqualTo(listed);
        for (String address : ADDRESSES.subList(1, ADDRESSES.size())) {
            assertThat(suppressions(address))
                    .isEqualTo(listed.stream()
                            .filter(suppression -> suppression.address().value().equals(address))
                            .map(TestStore::describe)
                            .toList());
        }
        Map<EmailAddress, Suppression> oldest =
                account().read(reading -> reading.findOldestSuppressions(EMAIL_ADDRESSES));
        assertThat(oldest).isEqualTo(oldestByAddress());
    }

    private Map<EmailAddress, Suppression> oldestByAddress() {
        Map<EmailAddress, Suppression> oldest = new LinkedHashMap<>();
        for (EmailAddress address : EMAIL_ADDRESSES) {
            query(reading -> reading.listSuppressions(address)).stream()
                    .min(Comparator.comparing(Suppression::since))
                    .ifPresent(suppression -> oldest.put(address, suppression));
        }
        return oldest;
    }

    private List<Suppression> readInPages(int addresses) {
        List<Suppression> suppressions = new ArrayList<>();
        List<Suppression> page = query(reading -> reading.listSuppressions("", addresses));
        while (!page.isEmpty()) {
            suppressions.addAll(page);
            String last = page.get(page.size() - 1).address().value();
            page = query(reading -> reading.listSuppressions(last, addresses));
        }
        return suppressions;
    }
}
