/** The delivery of queued mail: workers, settings and retries; and the sender of single mails outside a run. */
@NullMarked
package heed.mail.delivery;

import org.jspecify.annotations.NullMarked;
