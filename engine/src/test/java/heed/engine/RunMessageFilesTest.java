package heed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.definition.AutomationSource;
import heed.engine.definition.MessageFolder;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.filters.json.SourceText;
import heed.mail.SenderId;
import heed.mail.outbox.QueuedMail;
import heed.model.run.StoredDefinition;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of an automation whose message is in a file that is edited afterwards. */
class RunMessageFilesTest {
    private static final String NEWS = """
            {
              "id": "news",
              "name": "News",
              "who": { "field": "Country", "operator": "equals", "value": ["Canada", "France"] },
              "actions": [ { "action": "send-email", "subject": "News", "textFile": "news.txt" } ],
              "run": { "mode": "once" }
            }
            """;

    @TempDir
    private Path folder;

    private EngineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new EngineFixture(folder).addProspects(24);
        write("First {{unsubscribeUrl}}");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    @Promise(4)
    void a_stopped_run_goes_on_with_the_text_of_its_start() throws IOException {
        runUntilStopped(read());
        write("Second {{unsubscribeUrl}}");

        assertThatThrownBy(() -> engine().run(read(), RunOptions.DEFAULT, ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(((RunRefusal.DefinitionEdited) e.refusal()).diff())
                                .anyMatch(line -> line.startsWith("-") && line.contains("First"))
                                .anyMatch(line -> line.startsWith("+") && line.contains("Second")));
        engine().resume(fixture.runs().get(0).id(), ProgressListener.NONE);

        assertThat(mailTexts()).hasSize(16).allMatch(text -> text.startsWith("First https://"));
    }

    @Test
    void a_file_that_is_gone_is_not_missed() throws IOException {
        engine().run(read(), RunOptions.DEFAULT.withConfirmedCount(16), ProgressListener.NONE);
        Files.delete(folder.resolve("news.txt"));

        assertThat(mailTexts()).hasSize(16).allMatch(text -> text.startsWith("First https://"));
    }

    @Test
    void a_repeated_run_with_an_edited_file_has_a_version_of_its_own() throws IOException {
        RunOptions again = RunOptions.DEFAULT.withAgain().withConfirmedCount(16);
        engine().run(read(), again, ProgressListener.NONE);
        engine().run(read(), again, ProgressListener.NONE);
        write("Second");
        engine().run(read(), again, ProgressListener.NONE);

        assertThat(fixture.runs()).extracting(run -> run.version()).containsExactlyInAnyOrder(1, 1, 2);
        assertThat(List.of(definition(1).json(), definition(2).json()))
                .satisfiesExactly(
                        json -> assertThat(json).contains("\"text\": \"First {{unsubscribeUrl}}\""),
                        json -> assertThat(json).contains("\"text\": \"Second\""));
    }

    @Test
    @Promise(5)
    void a_plan_is_refused_if_a_file_was_edited() throws IOException {
        Path plan = folder.resolve("plan");
        engine().plan(read(), 1, plan, ProgressListener.NONE);
        write("Second");

        RunOptions options = RunOptions.DEFAULT.withPlan(plan).withConfirmedCount(16);
        assertThatThrownBy(() -> engine().run(read(), options, ProgressListener.NONE))
                .isInstanceOf(RunRefusedException.class)
                .hasMessage("the plan was made for another definition");
        write("First {{unsubscribeUrl}}");
        assertThat(engine().run(read(), options, ProgressListener.NONE)
                        .run()
                        .tally()
                        .affected())
                .isEqualTo(16);
    }

    private StoredDefinition definition(int version) {
        return fixture.account
                .read(reading -> reading.findDefinition("news", version))
                .orElseThrow();
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("news.txt"), text);
    }

    private Engine engine() {
        return fixture.mailEngine().build();
    }

    private AutomationSource read() {
        return engine().read(new SourceText("news.json", NEWS), MessageFolder.of(folder.resolve("news.json")))
                .either(valid -> valid.value(), invalid -> {
                    throw new AssertionError(invalid.problems());
                });
    }

    private void runUntilStopped(AutomationSource source) {
        assertThatThrownBy(() -> engine().run(source, RunOptions.DEFAULT.withConfirmedCount(16), state -> {
                    if (state.phase() == ProgressListener.Phase.RUNNING && state.batches() == 1) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .isInstanceOf(RunFailedException.class);
    }

    /** Returns the texts of the waiting mails as they would be sent now. */
    private List<String> mailTexts() {
        SenderId sender = new SenderId("sender");
        List<QueuedMail> mails = fixture.mail().outbox().reserve(1_000, fixture.clock.instant(), sender);
        assertThat(fixture.mail().attempts().releaseReserved(sender)).isEqualTo(mails.size());
        return engine().composer().compose(mails).stream()
                .map(composition ->
                        composition.<String>either(message -> message.text().orElseThrow(), reason -> {
                            throw new AssertionError(reason);
                        }))
                .toList();
    }
}
