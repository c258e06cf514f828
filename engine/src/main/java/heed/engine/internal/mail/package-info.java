/** The messages of automations: previewed, queued and composed. */
@NullMarked
package heed.engine.internal.mail;

import org.jspecify.annotations.NullMarked;
