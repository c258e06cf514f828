package heed.examples.embedding;

import heed.actions.ActionTypes;
import heed.actions.SetField;
import heed.engine.Engine;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.AutomationSource;
import heed.engine.definition.MessageFolder;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunReport;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.store.AccountStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A platform that runs an automation with an action type of its own. */
public final class EmbeddingExample {
    private EmbeddingExample() {}

    /**
     * Runs the automation in a file on the account "default" of an existing store.
     *
     * @throws IllegalArgumentException if the automation is not valid
     */
    public static RunReport run(Path storeFile, Path file) throws IOException {
        // README
        try (SqliteStore store = SqliteStore.openExisting(storeFile, Clock.systemUTC())) {
            AccountStore account = store.account("default").orElseThrow();
            ActionTypes actions = ActionTypes.of(new SetField(), new AddScore());
            AutomationSource automation = new AutomationReader(
                            account.fields(), account.account().zone(), actions)
                    .read(SourceText.of(file), MessageFolder.of(file))
                    .either(valid -> valid.value(), EmbeddingExample::refuse);
            Engine engine = Engine.builder(account)
                    .prefilter(store)
                    .actionTypes(actions)
                    .build();
            return engine.run(automation, RunOptions.DEFAULT, ProgressListener.NONE);
        }
        // README
    }

    private static AutomationSource refuse(ReadResult.Invalid<AutomationSource> invalid) {
        throw new IllegalArgumentException(invalid.problems().toString());
    }
}
