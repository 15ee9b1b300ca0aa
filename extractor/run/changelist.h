/* SPDX-License-Identifier: Apache-2.0
 *
 * What changed, as text: blocks for people, or comma separated values for a spreadsheet.
 *
 *     ~ injuries  a.txt:3  player=Ade Okafor; area=knee
 *         status: out -> doubtful
 *         Okafor, who hurt his knee, is a doubt.
 *
 *     change,table,article,line,start,end,row,column,old,new,sentence
 *     changed,injuries,a.txt,3,61,98,player=Ade Okafor; area=knee,status,out,doubtful,"Okafor, who …"
 *
 * A row gained or lost is one line there, with all its cells in `new` or `old`, so that lines can be counted; a changed
 * one has a line for each column that differs.
 */
#ifndef SL_RUN_CHANGELIST_H
#define SL_RUN_CHANGELIST_H

#include "base/buf.h"
#include "run/changes.h"

/** The first line of the comma separated values. */
sl_str sl_changelist_head(void);

/** Appends the changes of one article. A lack of memory shows in out->failed. */
void sl_changelist_csv(const sl_table_pair *pair, const sl_changes *changes, sl_str article, sl_buf *out);
void sl_changelist_blocks(const sl_table_pair *pair, const sl_changes *changes, sl_str article, sl_buf *out);

#endif
