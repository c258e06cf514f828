package heed.engine;

import static heed.engine.EngineFixture.countryIn;
import static heed.engine.EngineFixture.fieldEquals;
import static heed.engine.EngineFixture.setField;
import static heed.engine.EngineFixture.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.definition.AutomationSource;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Run;
import heed.model.store.AccountStore;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import heed.model.testing.Promise;
import heed.rules.DisagreementException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine stops if its two evaluators disagree; here they do because they see different values of a prospect. */
class EvaluatorDisagreementTest {
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Promise(5)
    @Test
    void a_run_whose_evaluators_disagree_stops_and_commits_nothing_of_the_batch() {
        fixture.addProspects(7);
        ProspectId fifth = fixture.find("P5").key();
        AutomationSource source =
                source(EngineFixture.automation("paris", countryIn("CA", "FR"), setField("set", CITY, "Paris")));
        Engine engine = fixture.engine(new InconsistentStore(fixture.account, fifth))
                .maxAffectedShare(1)
                .build();

        assertThatThrownBy(() -> engine.run(source, RunOptions.DEFAULT, ProgressListener.NONE))
                .isInstanceOf(RunFailedException.class)
                .cause()
                .isInstanceOfSatisfying(DisagreementException.class, disagreement -> {
                    assertThat(disagreement.selector()).isEqualTo("paris");
                    assertThat(disagreement.prospect()).isEqualTo(fifth);
                })
                .hasMessageContaining("paris")
                .hasMessageContaining("prospect " + fifth)
                .hasMessageNotContaining("example.com");
        assertThat(fixture.runs()).singleElement().extracting(Run::status).isEqualTo(Run.Status.FAILED);
        assertThat(List.of(fixture.valueText("P1", CITY), fixture.valueText("P2", CITY), fixture.valueText("P4", CITY)))
                .as("the batch before is committed")
                .containsOnly("Paris");
        assertThat(List.of(fixture.valueText("P5", CITY), fixture.valueText("P7", CITY)))
                .containsOnly("");
    }

    @Test
    void a_preview_whose_evaluators_disagree_fails() {
        fixture.addProspects(7);
        ProspectId fifth = fixture.find("P5").key();
        Engine engine =
                fixture.engine(new InconsistentStore(fixture.account, fifth)).build();
        assertThatThrownBy(() -> engine.preview(
                        EngineFixture.automation(
                                "paris", fieldEquals(EMAIL_OPT_OUT, "No"), setField("set", CITY, "Paris")),
                        3,
                        ProgressListener.NONE))
                .isInstanceOf(DisagreementException.class);
    }

    /** A store whose lists return other values of one prospect from the second access on. */
    private static final class InconsistentStore extends ForwardingStore {
        private final ProspectId inconsistentProspect;

        InconsistentStore(AccountStore store, ProspectId inconsistentProspect) {
            super(store);
            this.inconsistentProspect = inconsistentProspect;
        }

        @Override
        public <T> T read(Function<StoreReading, T> work) {
            return super.read(reading -> work.apply(wrap(StoreReading.class, reading)));
        }

        @Override
        public <T> T write(Function<UnitOfWork, T> work) {
            return super.write(unit -> work.apply(wrap(UnitOfWork.class, unit)));
        }

        @SuppressWarnings("unchecked")
        private <R extends StoreReading> R wrap(Class<R> type, R reading) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        try {
                            Object result = method.invoke(reading, arguments);
                            return method.getName().equals("listProspects") && arguments.length == 3
                                    ? new InconsistentList((List<Prospect>) result)
                                    : result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private final class InconsistentList extends AbstractList<Prospect> {
            private final List<Prospect> prospects;
            private final BitSet accessed = new BitSet();

            InconsistentList(List<Prospect> prospects) {
                this.prospects = prospects;
            }

            @Override
            public Prospect get(int index) {
                Prospect prospect = prospects.get(index);
                if (!prospect.key().equals(inconsistentProspect) || !accessed.get(index)) {
                    accessed.set(index);
                    return prospect;
                }
                return prospect.with(COUNTRY, EngineFixture.value(COUNTRY, "DE"))
                        .with(EMAIL_OPT_OUT, Optional.of(Value.of(true)));
            }

            @Override
            public int size() {
                return prospects.size();
            }
        }
    }
}
