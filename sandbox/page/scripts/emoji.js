/** The emoji shortcodes that people and bots of a school use, by name. */

const LINES = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|ok_hand 👌|muscle 💪
point_right 👉|point_left 👈|point_up 👆|point_down 👇|raised_hand ✋|hand ✋|handshake 🤝|writing_hand ✍️
smile 😄|smiley 😃|grinning 😀|grin 😁|joy 😂|slightly_smiling_face 🙂|blush 😊|wink 😉|heart_eyes 😍
thinking_face 🤔|neutral_face 😐|sweat_smile 😅|cry 😢|sob 😭|tired_face 😫|sleeping 😴|sunglasses 😎
hugging_face 🤗|partying_face 🥳|face_with_thermometer 🤒|mask 😷|eyes 👀|speech_balloon 💬|thought_balloon 💭
heart ❤️|green_heart 💚|blue_heart 💙|yellow_heart 💛|purple_heart 💜|orange_heart 🧡|star ⭐|star2 🌟
sparkles ✨|tada 🎉|confetti_ball 🎊|balloon 🎈|gift 🎁|trophy 🏆|medal 🏅|fire 🔥|rocket 🚀|zap ⚡|bulb 💡
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|heavy_multiplication_x ✖️
warning ⚠️|no_entry ⛔|no_entry_sign 🚫|exclamation ❗|question ❓|grey_question ❔|information_source ℹ️
red_circle 🔴|large_blue_circle 🔵|large_green_circle 🟢|large_yellow_circle 🟡|white_circle ⚪|black_circle ⚫
large_orange_circle 🟠|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|small_orange_diamond 🔸
calendar 📆|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock3 🕒|clock8 🕗|clock9 🕘|clock10 🕙|clock12 🕛
alarm_clock ⏰|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|timer_clock ⏲️|bell 🔔|no_bell 🔕
school 🏫|school_satchel 🎒|pencil ✏️|pencil2 ✏️|memo 📝|book 📖|books 📚|notebook 📓|blue_book 📘
clipboard 📋|pushpin 📌|round_pushpin 📍|paperclip 📎|straight_ruler 📏|triangular_ruler 📐|scissors ✂️
crayon 🖍️|lower_left_crayon 🖍️|art 🎨|jigsaw 🧩|puzzle_piece 🧩|mag 🔍|link 🔗|lock 🔒|unlock 🔓|key 🔑
telephone_receiver 📞|phone ☎️|iphone 📱|email ✉️|envelope ✉️|inbox_tray 📥|outbox_tray 📤|file_folder 📁
page_facing_up 📄|bar_chart 📊|chart_with_upwards_trend 📈|mega 📣|loudspeaker 📢|computer 💻|printer 🖨️
teacher 🧑‍🏫|female-teacher 👩‍🏫|male-teacher 👨‍🏫|student 🧑‍🎓|busts_in_silhouette 👥|bust_in_silhouette 👤
child 🧒|family 👪|runner 🏃|walking 🚶|wheelchair ♿|ear 👂|speaking_head_in_silhouette 🗣️|brain 🧠
sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|snowflake ❄️|snowman ⛄|umbrella ☔|rainbow 🌈|sunrise 🌅
apple 🍎|green_apple 🍏|sandwich 🥪|milk_glass 🥛|coffee ☕|tea 🍵|cookie 🍪|pizza 🍕|birthday 🎂
seedling 🌱|four_leaf_clover 🍀|maple_leaf 🍁|sunflower 🌻|turtle 🐢|bus 🚌|oncoming_bus 🚍|car 🚗|house 🏠
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|repeat 🔁|arrows_counterclockwise 🔄|soon 🔜|new 🆕
hash #️⃣|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|100 💯|robot_face 🤖|lion_face 🦁|soccer ⚽|musical_note 🎵
`;

/** Name to character. */
export const EMOJI = new Map(
  LINES.trim().split(/[|\n]/).map((entry) => {
    const space = entry.indexOf(" ");
    return [entry.slice(0, space), entry.slice(space + 1)];
  }),
);

/** The character of a shortcode, or the shortcode itself where it is not known. */
export function emojiOf(name) {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, "")) ?? `:${name}:`;
}
