/** Message templates: their placeholders, and how a value is escaped for its position. */
@NullMarked
package heed.mail.template;

import org.jspecify.annotations.NullMarked;
