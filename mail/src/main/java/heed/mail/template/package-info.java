/** Message templates: their fields, and how a field is escaped where it stands. */
@NullMarked
package heed.mail.template;

import org.jspecify.annotations.NullMarked;
