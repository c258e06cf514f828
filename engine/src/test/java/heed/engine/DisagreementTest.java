package heed.engine;

import static heed.engine.World.in;
import static heed.engine.World.is;
import static heed.engine.World.set;
import static heed.engine.World.source;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What an engine does when the two evaluators that decide for it differ, because they see a prospect differently. */
class DisagreementTest {
    private World world;

    @BeforeEach
    void open(@TempDir Path directory) {
        world = new World(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Promise(5)
    @Test
    void a_run_whose_evaluators_differ_stops_names_automation_and_prospect_and_keeps_nothing_of_the_batch() {
        world.people(7);
        ProspectId fifth = world.find("P5").key();
        AutomationSource source = source(World.automation("paris", in("CA", "FR"), set("set", CITY, "Paris")));
        Engine engine =
                world.engine(new TwoFaced(world.account, fifth)).largestShare(1).build();

        assertThatThrownBy(() -> engine.run(source, RunOptions.FIRST, Progress.SILENT))
                .isInstanceOf(RunFailedException.class)
                .cause()
                .isInstanceOfSatisfying(DisagreementException.class, found -> {
                    assertThat(found.selector()).isEqualTo("paris");
                    assertThat(found.prospect()).isEqualTo(fifth);
                })
                .hasMessageContaining("paris")
                .hasMessageContaining("prospect " + fifth)
                .hasMessageNotContaining("example.com");
        assertThat(world.runs()).singleElement().extracting(Run::status).isEqualTo(Run.Status.FAILED);
        assertThat(List.of(world.text("P1", CITY), world.text("P2", CITY), world.text("P4", CITY)))
                .as("of the batch before")
                .containsOnly("Paris");
        assertThat(List.of(world.text("P5", CITY), world.text("P7", CITY))).containsOnly("");
    }

    @Test
    void a_preview_whose_evaluators_differ_is_none() {
        world.people(7);
        ProspectId fifth = world.find("P5").key();
        Engine engine = world.engine(new TwoFaced(world.account, fifth)).build();
        assertThatThrownBy(() -> engine.preview(
                        World.automation("paris", is(EMAIL_OPT_OUT, "No"), set("set", CITY, "Paris")),
                        3,
                        Progress.SILENT))
                .isInstanceOf(DisagreementException.class);
    }

    /** A store whose lists show another prospect from the second time on that they are asked for one. */
    private static final class TwoFaced extends ForwardingStore {
        private final ProspectId twoFaced;

        TwoFaced(AccountStore store, ProspectId twoFaced) {
            super(store);
            this.twoFaced = twoFaced;
        }

        @Override
        public <T> T read(Function<StoreReading, T> work) {
            return super.read(reading -> work.apply(faced(StoreReading.class, reading)));
        }

        @Override
        public <T> T write(Function<UnitOfWork, T> work) {
            return super.write(unit -> work.apply(faced(UnitOfWork.class, unit)));
        }

        @SuppressWarnings("unchecked")
        private <R extends StoreReading> R faced(Class<R> type, R reading) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                        try {
                            Object answer = method.invoke(reading, given);
                            return method.getName().equals("prospects") && given.length == 3
                                    ? new Faces((List<Prospect>) answer)
                                    : answer;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private final class Faces extends AbstractList<Prospect> {
            private final List<Prospect> prospects;
            private final BitSet shown = new BitSet();

            Faces(List<Prospect> prospects) {
                this.prospects = prospects;
            }

            @Override
            public Prospect get(int index) {
                Prospect prospect = prospects.get(index);
                if (!prospect.key().equals(twoFaced) || !shown.get(index)) {
                    shown.set(index);
                    return prospect;
                }
                return prospect.with(COUNTRY, World.value(COUNTRY, "DE"))
                        .with(EMAIL_OPT_OUT, Optional.of(Value.of(true)));
            }

            @Override
            public int size() {
                return prospects.size();
            }
        }
    }
}
