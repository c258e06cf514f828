/** Delivers queued mail: workers, settings, retries, and single mails outside a run. */
@NullMarked
package heed.mail.delivery;

import org.jspecify.annotations.NullMarked;
