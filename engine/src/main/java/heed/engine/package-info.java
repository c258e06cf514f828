/**
 * The engine for applications that embed it. {@link heed.engine.Engine} reads, previews, runs and undoes the
 * automations of one account.
 *
 * <p>An application provides an account's store ({@link heed.model.store.AccountStore}) and, to send email, its outbox
 * ({@link heed.mail.outbox.Outbox}). Definitions and what they are read into are in {@link heed.engine.definition};
 * options, reports and refusals of runs in {@link heed.engine.run}; previews and explanations in {@link
 * heed.engine.preview}.
 */
@NullMarked
package heed.engine;

import org.jspecify.annotations.NullMarked;
