/** The fields of an account and their values: types, comparison keys and the country list. */
@NullMarked
package heed.model.field;

import org.jspecify.annotations.NullMarked;
