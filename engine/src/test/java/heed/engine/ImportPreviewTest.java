package heed.engine;

import static heed.engine.EngineFixture.value;
import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.ID;
import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The preview of random files, whose rows share addresses and Ids, compared with their import. */
class ImportPreviewTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void the_import_does_what_the_preview_said_and_the_preview_changes_nothing(long seed, @TempDir Path directory) {
        Random random = new Random(seed);
        try (EngineFixture fixture = new EngineFixture(directory)) {
            Field matchBy = random.nextBoolean() ? EMAIL : ID;
            for (int file = 0; file < 6; file++) {
                ImportOptions options = new ImportOptions(
                        matchBy, random.nextInt(3) == 0, random.nextInt(4) == 0, random.nextBoolean());
                List<ImportRow> rows = randomRows(random, options.matchBy());
                List<String> before = fixture.allRows();
                ImportPreview preview = new ImportPreview(fixture.account, options, fixture.clock);
                rows.forEach(preview::collect);
                List<ImportOutcome> previewed = new ArrayList<>();
                List<ImportOutcome> imported = new ArrayList<>();
                List<List<ImportRow>> batches = batches(rows, random);
                batches.forEach(batch -> previewed.addAll(preview.preview(batch)));
                assertThat(fixture.allRows()).isEqualTo(before);
                for (List<ImportRow> batch : batches) {
                    imported.addAll(fixture.account.write(work -> work.importRows(
                            batch,
                            options,
                            new Provenance(
                                    fixture.clock.instant(),
                                    "ann",
                                    Provenance.Origin.IMPORT,
                                    "file",
                                    Optional.empty(),
                                    Optional.empty()))));
                }
                assertThat(previewed).as("file %d with %s", file, options).isEqualTo(imported);
            }
        }
    }

    private static List<ImportRow> randomRows(Random random, Field matchBy) {
        List<ImportRow> rows = new ArrayList<>();
        for (int line = 1; line <= 40; line++) {
            Map<Field, Optional<Value>> values = new LinkedHashMap<>();
            if (matchBy.equals(ID) || random.nextBoolean()) {
                values.put(ID, value(ID, "P" + random.nextInt(25)));
            }
            if (matchBy.equals(EMAIL) || random.nextBoolean()) {
                values.put(EMAIL, value(EMAIL, "p" + random.nextInt(25) + "@example.com"));
            }
            if (random.nextBoolean()) {
                values.put(CITY, value(CITY, List.of("Rome", "Oslo", "").get(random.nextInt(3))));
            }
            if (random.nextInt(3) == 0) {
                // matched by Id, bounces stay with the addresses that the rows change, which a preview does not foresee
                boolean optOut = matchBy.equals(ID) || random.nextBoolean();
                values.put(optOut ? EMAIL_OPT_OUT : BOUNCED, Optional.of(Value.of(random.nextBoolean())));
            }
            rows.add(new ImportRow(line, values));
        }
        return rows;
    }

    private static List<List<ImportRow>> batches(List<ImportRow> rows, Random random) {
        List<List<ImportRow>> batches = new ArrayList<>();
        for (int from = 0, to; from < rows.size(); from = to) {
            to = Math.min(rows.size(), from + 1 + random.nextInt(12));
            batches.add(rows.subList(from, to));
        }
        return batches;
    }
}
