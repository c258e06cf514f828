package heed.engine.run;

import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.util.List;

/**
 * What an import added to the suppression list and what depends on it now. No undo removes it, because an undo never takes
 * back a no.
 *
 * @param run the import
 * @param listed how many addresses are on the list because of the import
 * @param onlyListed how many of these nothing else suppresses, so that removing them would make them mailable
 * @param examples the first {@link RunReport#MAX_LISTED} addresses that nothing else suppresses, ordered
 */
public record ImportedSuppressions(RunId run, long listed, long onlyListed, List<EmailAddress> examples) {
    public ImportedSuppressions {
        examples = List.copyOf(examples);
    }
}
